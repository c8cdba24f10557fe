package org.floatscape.ffi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ParallelTest {

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 16})
    void everyTaskRunsOnce(int nThreads) {
        var runs = new AtomicIntegerArray(1000);
        Parallel.forEach(nThreads, runs.length(), i -> runs.incrementAndGet((int) i));
        for (int i = 0; i < runs.length(); i++) {
            assertThat(runs.get(i)).isOne();
        }
    }

    @Test
    void tasksRunAtTheSameTime() {
        var bothStarted = new CountDownLatch(2);
        Parallel.forEach(2, 2, i -> {
            bothStarted.countDown();
            awaitUninterrupted(bothStarted);
        });
        assertThat(bothStarted.getCount()).isZero();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 50, 99})
    void aFailureComesOutAfterAllTasksEnded(int failing) {
        var running = new AtomicInteger();
        assertThatThrownBy(() -> Parallel.forEach(4, 100, i -> {
                    running.incrementAndGet();
                    try {
                        if (i == failing) {
                            throw new IllegalStateException("task " + i);
                        }
                    } finally {
                        running.decrementAndGet();
                    }
                }))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("task " + failing);
        assertThat(running).hasValue(0);
    }

    @Test
    void anInterruptIsKeptForTheCaller() {
        var ran = new AtomicInteger();
        Thread.currentThread().interrupt();
        Parallel.forEach(2, 10, i -> ran.incrementAndGet());
        assertThat(Thread.interrupted()).isTrue();
        assertThat(ran).hasValue(10);
    }

    private static void awaitUninterrupted(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}

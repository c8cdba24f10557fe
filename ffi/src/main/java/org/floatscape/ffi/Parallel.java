package org.floatscape.ffi;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongConsumer;

/** Runs numbered tasks on several threads. What a task computes may depend on its number only, never on its thread. */
final class Parallel {

    private static final ExecutorService WORKERS = Executors.newCachedThreadPool(
            Thread.ofPlatform().daemon().name("floatscape-", 0).factory());

    private Parallel() {}

    /**
     * Runs {@code task} once for each number below {@code nTasks}, on the calling thread and up to {@code nThreads - 1}
     * others. No task runs any more when this returns or throws, so the caller may free what the tasks used.
     */
    static void forEach(int nThreads, long nTasks, LongConsumer task) {
        var next = new AtomicLong();
        Runnable worker = () -> {
            try {
                for (long i = next.getAndIncrement(); i < nTasks; i = next.getAndIncrement()) {
                    task.accept(i);
                }
            } catch (RuntimeException | Error e) {
                next.set(nTasks);
                throw e;
            }
        };
        var helpers = new ArrayList<Future<?>>();
        try {
            for (long i = 1; i < Math.min(nThreads, nTasks); i++) {
                helpers.add(WORKERS.submit(worker));
            }
            worker.run();
        } finally {
            next.set(nTasks);
            await(helpers);
        }
    }

    /** Waits for all through interrupts, which are kept for the caller: a helper may still use the caller's memory. */
    private static void await(List<Future<?>> helpers) {
        boolean interrupted = false;
        ExecutionException failure = null;
        for (Future<?> helper : helpers) {
            boolean done = false;
            while (!done) {
                try {
                    helper.get();
                    done = true;
                } catch (InterruptedException e) {
                    interrupted = true;
                } catch (ExecutionException e) {
                    failure = e;
                    done = true;
                }
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        if (failure != null) {
            rethrow(failure.getCause());
        }
    }

    private static void rethrow(Throwable failure) {
        switch (failure) {
            case RuntimeException e -> throw e;
            case Error e -> throw e;
            default -> throw new AssertionError(failure);
        }
    }
}

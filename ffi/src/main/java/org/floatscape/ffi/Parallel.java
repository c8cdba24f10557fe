package org.floatscape.ffi;

import java.util.ArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongConsumer;

/** Runs numbered tasks on several threads. What a task computes may depend on its number only, never on its thread. */
final class Parallel {

    private static final ExecutorService WORKERS =
            Executors.newCachedThreadPool(Thread.ofPlatform().daemon().name("floatscape-", 0).factory());

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
            helpers.forEach(Parallel::await);
        }
    }

    /** Waits through interrupts, which are kept for the caller: a helper still running may use the caller's memory. */
    private static void await(Future<?> helper) {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    helper.get();
                    return;
                } catch (InterruptedException e) {
                    interrupted = true;
                } catch (ExecutionException e) {
                    switch (e.getCause()) {
                        case RuntimeException failure -> throw failure;
                        case Error failure -> throw failure;
                        default -> throw new AssertionError(e);
                    }
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}

package dev.inlay.testkit.contracts;

import dev.inlay.spi.PluginContext;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.locks.LockSupport;

/** Runs work in a thread group of its own, so that the threads it makes can be told from everybody else's. */
final class ThreadWatch {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final ThreadGroup group = new ThreadGroup("inlay-contract");

    /** Runs the work and waits for it. */
    <T> T call(Callable<T> work) throws InterruptedException {
        FutureTask<T> task = new FutureTask<>(work);
        Thread thread = new Thread(group, task, "inlay-contract-watched");
        thread.setDaemon(true);
        thread.start();
        T answer = Concurrently.answer(task);
        thread.join();
        return answer;
    }

    /** The threads that the work made and that are alive. */
    List<String> alive() {
        Thread[] threads = new Thread[group.activeCount() + 16];
        int count = group.enumerate(threads);
        return Arrays.stream(threads, 0, count).map(Thread::getName).sorted().toList();
    }

    /**
     * What is still alive after a while; collects garbage meanwhile, since some clients end their threads only then.
     */
    List<String> left() {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!alive().isEmpty() && System.nanoTime() < deadline) {
            System.gc();
            LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
        }
        return alive();
    }

    PluginContext context() {
        return new PluginContext() {
            @Override
            public String nodeId() {
                return "contract";
            }

            @Override
            public InstantSource clock() {
                return InstantSource.system();
            }

            @Override
            public ThreadFactory threads(String purpose) {
                Objects.requireNonNull(purpose, "purpose");
                return task -> {
                    Thread thread = new Thread(group, task, "inlay-" + purpose);
                    thread.setDaemon(true);
                    return thread;
                };
            }
        };
    }
}

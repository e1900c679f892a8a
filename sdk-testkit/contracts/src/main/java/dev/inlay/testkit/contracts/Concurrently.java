package dev.inlay.testkit.contracts;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Work on several threads that all begin at the same moment. */
final class Concurrently {

    private static final long PATIENCE_SECONDS = 30;

    private Concurrently() {}

    /** Runs the work once per worker, 0 to {@code workers - 1}, and returns their answers in that order. */
    static <T> List<T> call(int workers, Work<T> work) {
        CountDownLatch start = new CountDownLatch(1);
        ExecutorService threads = daemons(workers);
        try {
            List<Future<T>> running = new ArrayList<>();
            for (int i = 0; i < workers; i++) {
                int worker = i;
                Callable<T> task = () -> {
                    start.await();
                    return work.as(worker);
                };
                running.add(threads.submit(task));
            }
            start.countDown();
            List<T> answers = new ArrayList<>();
            for (Future<T> each : running) {
                answers.add(answer(each));
            }
            return answers;
        } finally {
            threads.shutdownNow();
        }
    }

    /** Begins work on a thread of its own. */
    static <T> Future<T> begin(Callable<T> work) {
        ExecutorService threads = daemons(1);
        try {
            return threads.submit(work);
        } finally {
            threads.shutdown();
        }
    }

    /** Waits for an answer; what the work threw fails the requirement. */
    static <T> T answer(Future<T> running) {
        try {
            return running.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw new AssertionError("failed on another thread: " + e.getCause(), e.getCause());
        } catch (TimeoutException e) {
            running.cancel(true);
            throw new AssertionError("did not end within " + PATIENCE_SECONDS + " s", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }

    private static ExecutorService daemons(int threads) {
        return Executors.newFixedThreadPool(threads, task -> {
            Thread thread = new Thread(task, "inlay-contract");
            thread.setDaemon(true);
            return thread;
        });
    }

    /** What one worker does. */
    interface Work<T> {
        T as(int worker) throws Exception;
    }
}

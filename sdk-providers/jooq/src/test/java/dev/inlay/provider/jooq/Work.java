package dev.inlay.provider.jooq;

import dev.inlay.api.error.TransactionLostException;
import java.sql.Connection;
import java.sql.SQLException;
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
import java.util.function.BooleanSupplier;

/** What a host does: transactions, again when they are lost, and many at once. */
final class Work {

    private static final long DEADLINE_SECONDS = 60;

    /** Something in a transaction. */
    @FunctionalInterface
    interface InTransaction<T> {
        T on(Connection tx) throws SQLException;
    }

    private Work() {}

    /** Commits what the work did; runs the whole of it again when the transaction was lost. */
    static <T> T commit(OpenStores database, InTransaction<T> work) throws SQLException {
        for (int attempt = 0; ; attempt++) {
            try (Connection tx = database.begin()) {
                try {
                    T result = work.on(tx);
                    tx.commit();
                    return result;
                } catch (TransactionLostException e) {
                    tx.rollback();
                    if (attempt > 100) {
                        throw e;
                    }
                }
            }
        }
    }

    /** Runs all tasks at once and hands out what they returned. */
    static <T> List<T> together(List<? extends Callable<T>> tasks) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(tasks.size());
        CountDownLatch go = new CountDownLatch(1);
        try {
            List<Future<T>> futures = new ArrayList<>();
            for (Callable<T> task : tasks) {
                futures.add(threads.submit(() -> {
                    go.await();
                    return task.call();
                }));
            }
            go.countDown();
            List<T> results = new ArrayList<>();
            for (Future<T> future : futures) {
                results.add(result(future));
            }
            return results;
        } finally {
            threads.shutdownNow();
        }
    }

    static <T> T result(Future<T> future) throws Exception {
        try {
            return future.get(DEADLINE_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof Exception cause ? cause : e;
        }
    }

    /** Asks again until the answer is yes. */
    static void await(BooleanSupplier condition) throws TimeoutException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(DEADLINE_SECONDS);
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new TimeoutException("waited for a minute");
            }
            Thread.onSpinWait();
        }
    }
}

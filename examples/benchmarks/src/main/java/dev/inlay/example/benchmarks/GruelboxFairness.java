package dev.inlay.example.benchmarks;

import com.gruelbox.transactionoutbox.Submitter;
import com.gruelbox.transactionoutbox.TransactionManager;
import com.gruelbox.transactionoutbox.TransactionOutbox;
import java.sql.SQLException;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import javax.sql.DataSource;

/** transaction-outbox as a contender: a committed call goes to the executor at once, behind what was flushed to it. */
final class GruelboxFairness implements FairnessContender {

    private final DataSource dataSource;
    private final int threads;

    GruelboxFairness(DataSource dataSource, int threads) {
        this.dataSource = dataSource;
        this.threads = threads;
    }

    @Override
    public void load(int events) throws SQLException {
        new GruelboxOutbox(dataSource, threads).load(events, false);
    }

    @Override
    public Running start(Receiver receiver) {
        TransactionManager transactions = TransactionManager.fromDataSource(dataSource);
        ThreadPoolExecutor pool =
                new ThreadPoolExecutor(threads, threads, 1, TimeUnit.SECONDS, new ArrayBlockingQueue<>(16_384));
        TransactionOutbox outbox = GruelboxOutbox.outbox(
                transactions, new GruelboxOutbox.Receiver(receiver::take), Submitter.withExecutor(pool));
        Thread flushing = new Thread(() -> flush(outbox), "flush");
        flushing.setDaemon(true);
        flushing.start();
        return new Running() {

            @Override
            public void publish(String payload) {
                transactions.inTransaction(
                        () -> outbox.schedule(GruelboxOutbox.Receiver.class).deliver("", payload));
            }

            @Override
            public void close() {
                flushing.interrupt();
                pool.shutdownNow();
                try {
                    flushing.join(TimeUnit.SECONDS.toMillis(5));
                    pool.awaitTermination(5, TimeUnit.SECONDS);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }
        };
    }

    private static void flush(TransactionOutbox outbox) {
        while (!Thread.currentThread().isInterrupted()) {
            try {
                if (!outbox.flush()) {
                    LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
                }
            } catch (RuntimeException e) {
                // closing interrupts it in the midst of its work
                return;
            }
        }
    }
}

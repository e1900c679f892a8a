package dev.inlay.example.benchmarks;

import com.gruelbox.transactionoutbox.DefaultPersistor;
import com.gruelbox.transactionoutbox.Dialect;
import com.gruelbox.transactionoutbox.Instantiator;
import com.gruelbox.transactionoutbox.Submitter;
import com.gruelbox.transactionoutbox.TransactionManager;
import com.gruelbox.transactionoutbox.TransactionOutbox;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import javax.sql.DataSource;

/** transaction-outbox: one scheduled call per event, flushed to an executor. This line keeps no order between calls. */
final class GruelboxOutbox implements OutboxContender {

    private static final int PER_TRANSACTION = 100;

    private final DataSource dataSource;
    private final int threads;

    GruelboxOutbox(DataSource dataSource, int threads) {
        this.dataSource = dataSource;
        this.threads = threads;
    }

    /** What is called for each event. */
    public static class Receiver {

        private final AtomicInteger delivered = new AtomicInteger();
        private final AtomicLong first = new AtomicLong();
        private final Consumer<String> taking;

        Receiver() {
            this(payload -> {});
        }

        Receiver(Consumer<String> taking) {
            this.taking = taking;
        }

        /** Called once per event. */
        public void deliver(String key, String payload) {
            if (delivered.getAndIncrement() == 0) {
                first.set(System.nanoTime());
            }
            taking.accept(payload);
        }
    }

    static TransactionOutbox outbox(TransactionManager transactions, Receiver receiver, Submitter submitter) {
        return TransactionOutbox.builder()
                .transactionManager(transactions)
                .persistor(
                        DefaultPersistor.builder().dialect(Dialect.POSTGRESQL_9).build())
                .instantiator(Instantiator.using(type -> receiver))
                .submitter(submitter)
                .attemptFrequency(Duration.ofSeconds(60))
                .build();
    }

    @Override
    public void load(int events, boolean keyed) throws SQLException {
        TransactionManager transactions = TransactionManager.fromDataSource(dataSource);
        TransactionOutbox outbox = outbox(transactions, new Receiver(), (entry, how) -> {});
        for (int from = 0; from < events; from += PER_TRANSACTION) {
            int begin = from;
            transactions.inTransaction(() -> {
                for (int i = begin; i < Math.min(events, begin + PER_TRANSACTION); i++) {
                    outbox.schedule(Receiver.class)
                            .deliver(keyed ? "claim-" + i % KEYS : "", OutboxContender.payload(i));
                }
            });
        }
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("update txno_outbox set nextattempttime = now() - interval '1 hour'");
            statement.execute("vacuum analyze txno_outbox");
        }
    }

    @Override
    public double drain(int events) {
        TransactionManager transactions = TransactionManager.fromDataSource(dataSource);
        Receiver receiver = new Receiver();
        ThreadPoolExecutor pool =
                new ThreadPoolExecutor(threads, threads, 1, TimeUnit.SECONDS, new ArrayBlockingQueue<>(16_384));
        try {
            TransactionOutbox outbox = outbox(transactions, receiver, Submitter.withExecutor(pool));
            while (receiver.delivered.get() < events) {
                if (!outbox.flush()) {
                    LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
                }
            }
            return (System.nanoTime() - receiver.first.get()) / 1e9;
        } finally {
            pool.shutdown();
        }
    }
}

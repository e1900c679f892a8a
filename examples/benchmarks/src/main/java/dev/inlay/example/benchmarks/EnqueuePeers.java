package dev.inlay.example.benchmarks;

import com.github.kagkarlsson.scheduler.SchedulerClient;
import com.github.kagkarlsson.scheduler.task.helper.OneTimeTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.gruelbox.transactionoutbox.DefaultPersistor;
import com.gruelbox.transactionoutbox.Dialect;
import com.gruelbox.transactionoutbox.Instantiator;
import com.gruelbox.transactionoutbox.TransactionManager;
import com.gruelbox.transactionoutbox.TransactionOutbox;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import javax.sql.DataSource;

/** The peers' ways to schedule a call in the host's transaction. Neither takes a place in an order per key. */
final class EnqueuePeers {

    private final DataSource pool;
    private final TransactionManager transactions;
    private final TransactionOutbox outbox;
    private final ThreadLocal<Connection> current = new ThreadLocal<>();
    private final OneTimeTask<String> task =
            Tasks.oneTime("enqueue", String.class).execute((instance, context) -> {});
    private final SchedulerClient client;

    EnqueuePeers(DataSource pool) throws SQLException {
        this.pool = pool;
        this.transactions = TransactionManager.fromDataSource(pool);
        this.outbox = TransactionOutbox.builder()
                .transactionManager(transactions)
                .persistor(
                        DefaultPersistor.builder().dialect(Dialect.POSTGRESQL_9).build())
                .instantiator(Instantiator.using(type -> new GruelboxOutbox.Receiver()))
                .submitter((entry, how) -> {})
                .attemptFrequency(Duration.ofSeconds(60))
                .build();
        new DbSchedulerOutbox(pool, 1).create();
        this.client = SchedulerClient.Builder.create(joining(), task).build();
    }

    void gruelbox(int writer, int number, String key) throws SQLException {
        transactions.inTransactionThrows(tx -> {
            Enqueues.hostRow(tx.connection(), writer, number);
            outbox.schedule(GruelboxOutbox.Receiver.class).deliver(key, OutboxContender.payload(number));
        });
    }

    void dbScheduler(int writer, int number, String key) throws SQLException {
        try (Connection tx = pool.getConnection()) {
            tx.setAutoCommit(false);
            Enqueues.hostRow(tx, writer, number);
            current.set(tx);
            client.scheduleIfNotExists(
                    task.instance(key + "#" + writer + "-" + number, OutboxContender.payload(number)),
                    Instant.now().plus(Duration.ofDays(1)));
            tx.commit();
        } finally {
            current.remove();
        }
    }

    /** Hands out the thread's open transaction, which closing does not end, as Spring's proxy does. */
    private DataSource joining() {
        return (DataSource) Proxy.newProxyInstance(
                EnqueuePeers.class.getClassLoader(), new Class<?>[] {DataSource.class}, (proxy, method, args) -> {
                    Connection tx = current.get();
                    return tx == null ? method.invoke(pool, args) : joined(tx);
                });
    }

    private static Connection joined(Connection tx) {
        return (Connection) Proxy.newProxyInstance(
                EnqueuePeers.class.getClassLoader(), new Class<?>[] {Connection.class}, (proxy, method, args) -> {
                    if (method.getName().equals("close")) {
                        return null;
                    }
                    try {
                        return method.invoke(tx, args);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }
}

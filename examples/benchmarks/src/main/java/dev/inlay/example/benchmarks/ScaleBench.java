package dev.inlay.example.benchmarks;

import com.zaxxer.hikari.HikariDataSource;
import dev.inlay.api.Inlay;
import dev.inlay.api.event.ErpEvent;
import dev.inlay.core.InlaySdk;
import dev.inlay.provider.jooq.JooqStores;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import javax.sql.DataSource;

/**
 * Whether one target's latency, and the rows that are looked at for each delivery, stay bounded: while another target
 * is dead and 100,000 events wait for it, while somebody keeps a transaction open, and while another target has a
 * backlog of a million. Events are published at a fixed rate, and each is counted from the time at which its turn to be
 * published came, so that nothing that delays the publisher is left out.
 */
final class ScaleBench implements Benchmarks.Bench {

    private static final int RATE = 200;
    private static final String FILLER = "x".repeat(380);

    @Override
    public Result run(boolean quick) throws Exception {
        Duration window = Duration.ofSeconds(quick ? 8 : 30);
        Duration open = Duration.ofSeconds(quick ? 10 : 60);
        Result result = new Result();
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start();
                HikariDataSource pool = OutboxBench.pool(postgres, 20)) {
            EventTable table = new EventTable(pool);
            measure(pool, Duration.ofSeconds(3)); // makes the tables, warms up
            Measured alone = measure(pool, window);
            alone.report(result, "alone", alone);
            table.load(ThreeTargets.DEAD, 100_000);
            measure(pool, window).report(result, "dead_target", alone);
            result.count("dead_target_waiting", table.waiting(ThreeTargets.DEAD));
            table.clear();
            try (Connection holding = pool.getConnection()) {
                hold(holding);
                measure(pool, open).report(result, "open_tx", alone);
                holding.rollback();
            }
            table.clear();
            table.load(ThreeTargets.SLOW, quick ? 100_000 : 1_000_000);
            measure(pool, window).report(result, "backlog", alone);
            result.count("backlog_waiting", table.waiting(ThreeTargets.SLOW));
        }
        return result;
    }

    /** A transaction that sees the table as it is now, and may still write. */
    private static void hold(Connection connection) throws SQLException {
        connection.setAutoCommit(false);
        connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
        connection.createStatement().execute("select pg_current_xact_id(), count(*) from inlay_event");
    }

    private static Measured measure(DataSource pool, Duration time) throws Exception {
        int events = (int) (time.toSeconds() * RATE);
        ThreeTargets targets = new ThreeTargets(events);
        EventTable table = new EventTable(pool);
        try (Inlay inlay = InlaySdk.builder()
                .install(new FixedDirectory())
                .install(JooqStores.on(pool))
                .install(targets)
                .build()) {
            inlay.start().awaitReady(Duration.ofSeconds(60));
            LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(2)); // takes the shards
            long scanned = table.scanned();
            long delivered = targets.delivered();
            long[] due = publish(inlay, events);
            double[] millis = waits(targets, due);
            return new Measured(millis, table.scanned() - scanned, targets.delivered() - delivered);
        }
    }

    /** Publishes each event when its time has come, and answers when that was. */
    private static long[] publish(Inlay inlay, int events) throws SQLException {
        long[] due = new long[events];
        long begun = System.nanoTime();
        inlay.tenants().run(FixedDirectory.TENANT, () -> {
            for (int i = 0; i < events; i++) {
                due[i] = begun + TimeUnit.SECONDS.toNanos(1) * i / RATE;
                while (System.nanoTime() < due[i]) {
                    LockSupport.parkNanos(due[i] - System.nanoTime());
                }
                try (Connection tx = inlay.dataSource().getConnection()) {
                    String payload = "{\"n\":" + i + ",\"filler\":\"" + FILLER + "\"}";
                    inlay.events()
                            .publish(
                                    tx,
                                    ErpEvent.builder("claim.submitted", payload)
                                            .key("claim-" + i % OutboxContender.KEYS)
                                            .target(ThreeTargets.LIVE)
                                            .build());
                    tx.commit();
                }
            }
        });
        return due;
    }

    private static double[] waits(ThreeTargets targets, long[] due) {
        double[] millis = new double[due.length];
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        for (int i = 0; i < due.length; i++) {
            while (targets.arrival(i) == 0) {
                if (System.nanoTime() > end) {
                    throw new IllegalStateException("event " + i + " of " + due.length + " did not arrive within 60 s");
                }
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
            }
            millis[i] = (targets.arrival(i) - due[i]) / 1e6;
        }
        Arrays.sort(millis);
        return millis;
    }

    /** What one situation cost: sorted waits, index entries and rows looked at, deliveries to any target. */
    @SuppressWarnings("ArrayRecordComponent")
    private record Measured(double[] millis, long scanned, long delivered) {

        void report(Result result, String name, Measured alone) {
            result.ours(name + "_p50_ms", at(0.5)).ours(name + "_p99_ms", at(0.99));
            if (this != alone) {
                result.ratio(name + "_p50", at(0.5), alone.at(0.5)).ratio(name + "_p99", at(0.99), alone.at(0.99));
            }
            result.ratio("rows_scanned_per_delivery_" + name, (double) scanned, (double) delivered);
            System.err.println(name + ": p50 " + at(0.5) + " ms, p99 " + at(0.99) + " ms, " + scanned + " rows for "
                    + delivered + " deliveries");
        }

        private double at(double share) {
            return millis[(int) (share * (millis.length - 1))];
        }
    }
}

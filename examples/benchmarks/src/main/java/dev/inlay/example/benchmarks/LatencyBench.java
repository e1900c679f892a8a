package dev.inlay.example.benchmarks;

import com.zaxxer.hikari.HikariDataSource;
import dev.inlay.api.Inlay;
import dev.inlay.api.event.ErpEvent;
import dev.inlay.spi.event.OutboundEvent;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import javax.sql.DataSource;

/**
 * How long an event is on its way, in the publisher's JVM and through another node, and how fast a single key is when
 * its receiver takes 5 ms. Open loop: an event's time begins when it should have been published, whether or not the
 * publisher came to it then. What of it the publisher's commit takes is told beside it.
 */
final class LatencyBench implements Benchmarks.Bench {

    private static final long PERIOD = TimeUnit.MILLISECONDS.toNanos(1);
    private static final long RECEIVER = TimeUnit.MILLISECONDS.toNanos(5);
    private static final int PUBLISHERS = 4;

    @Override
    public Result run(boolean quick) throws Exception {
        int warmUp = quick ? 5_000 : 20_000;
        int events = quick ? 10_000 : 60_000;
        Result result = new Result();
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start();
                HikariDataSource pool = OutboxBench.pool(postgres, 12);
                HikariDataSource others = OutboxBench.pool(postgres, 8)) {
            Times here = new Times(warmUp + events);
            Times there = new Times(warmUp + events);
            Times commits = new Times(warmUp + events);
            try (Inlay publisher = InlayOutbox.start(pool, here::received)) {
                publish(publisher, warmUp, commits, here);
                publish(publisher, events, commits, here);
                report(result, "latency", here.since(warmUp));
                report(result, "commit", commits.since(warmUp));
                here.clear();
                try (Inlay other = InlayOutbox.start(others, there::received)) {
                    awaitHalves(pool);
                    commits.clear();
                    publish(publisher, events, commits, here, there);
                    report(result, "same_node_of_two", here.since(0));
                    report(result, "other_node", there.since(0));
                }
            }
            hotKey(result, pool, quick ? 400 : 2_000);
        }
        return result;
    }

    private static void report(Result result, String name, long[] nanos) {
        Arrays.sort(nanos);
        double p50 = nanos[nanos.length / 2] / 1e6;
        double p99 = nanos[(int) (nanos.length * 0.99)] / 1e6;
        System.err.println(name + " p50 " + p50 + " ms, p99 " + p99 + " ms, of " + nanos.length);
        result.ours(name + "_p50_ms", p50).ours(name + "_p99_ms", p99);
        result.ratio(name + "_p50_ms", p50, 1).ratio(name + "_p99_ms", p99, 1);
    }

    private static void publish(Inlay inlay, int events, Times commits, Times... times) throws InterruptedException {
        int before = received(times);
        AtomicInteger next = new AtomicInteger();
        long start = System.nanoTime() + PERIOD;
        Thread[] publishers = new Thread[PUBLISHERS];
        for (int i = 0; i < PUBLISHERS; i++) {
            publishers[i] = new Thread(() -> inlay.tenants().run(FixedDirectory.TENANT, () -> {
                for (int number = next.getAndIncrement(); number < events; number = next.getAndIncrement()) {
                    long intended = start + number * PERIOD;
                    publish(inlay, number, intended);
                    commits.add(System.nanoTime() - intended);
                }
            }));
            publishers[i].start();
        }
        for (Thread publisher : publishers) {
            publisher.join();
        }
        while (received(times) < before + events) {
            LockSupport.parkNanos(PERIOD);
        }
    }

    private static int received(Times... times) {
        return Arrays.stream(times).mapToInt(each -> each.count.get()).sum();
    }

    private static void publish(Inlay inlay, int number, long intended) {
        for (long left = intended - System.nanoTime(); left > 0; left = intended - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
        String payload = "{\"at\":" + intended + ",\"claim\":" + OutboxContender.payload(number) + "}";
        try (Connection tx = inlay.dataSource().getConnection()) {
            inlay.events()
                    .publish(
                            tx,
                            ErpEvent.builder("claim.submitted", payload)
                                    .key("claim-" + number % OutboxContender.KEYS)
                                    .build());
            tx.commit();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Waits until two nodes hold half of the shards each. */
    private static void awaitHalves(DataSource dataSource) throws SQLException {
        while (true) {
            try (Connection connection = dataSource.getConnection();
                    Statement statement = connection.createStatement();
                    ResultSet row = statement.executeQuery("select count(*) from (select owner from inlay_shard where"
                            + " owner is not null group by owner having count(*) = (select count(*) / 2 from"
                            + " inlay_shard)) halves")) {
                if (row.next() && row.getInt(1) == 2) {
                    return;
                }
            }
            LockSupport.parkNanos(100 * PERIOD);
        }
    }

    /** Deliveries per second of one key, divided by what its receiver would take at most. */
    private static void hotKey(Result result, DataSource dataSource, int events) throws Exception {
        AtomicInteger count = new AtomicInteger();
        AtomicLong first = new AtomicLong();
        AtomicLong last = new AtomicLong();
        AtomicLong spent = new AtomicLong();
        try (Inlay inlay = InlayOutbox.start(dataSource, event -> {
            long began = System.nanoTime();
            first.compareAndSet(0, began);
            LockSupport.parkNanos(RECEIVER - PERIOD / 2);
            while (System.nanoTime() - began < RECEIVER) {
                Thread.onSpinWait();
            }
            long ended = System.nanoTime();
            last.set(ended);
            spent.addAndGet(ended - began);
            count.incrementAndGet();
        })) {
            inlay.tenants().run(FixedDirectory.TENANT, () -> {
                try (Connection tx = inlay.dataSource().getConnection()) {
                    for (int i = 0; i < events; i++) {
                        inlay.events().publish(tx, ErpEvent.of("claim.submitted", "hot", "{\"at\":" + i + "}"));
                    }
                    tx.commit();
                }
            });
            while (count.get() < events) {
                LockSupport.parkNanos(PERIOD);
            }
        }
        double perSecond = events / ((last.get() - first.get()) / 1e9);
        result.ours("hot_key_per_second", perSecond)
                .ours("hot_key_receiver_ms", spent.get() / 1e6 / events)
                .ratio("hot_key", perSecond, 1e9 / RECEIVER);
    }

    /** How long events took, in the order in which they came. */
    private static final class Times {

        private final long[] nanos;
        private final AtomicInteger count = new AtomicInteger();

        private Times(int most) {
            nanos = new long[most];
        }

        private void received(OutboundEvent event) {
            String payload = new String(event.payload().bytes(), StandardCharsets.UTF_8);
            long intended = Long.parseLong(payload.substring(6, payload.indexOf(',')));
            add(System.nanoTime() - intended);
        }

        private void add(long took) {
            nanos[count.getAndIncrement()] = took;
        }

        private long[] since(int from) {
            return Arrays.copyOfRange(nanos, from, count.get());
        }

        private void clear() {
            count.set(0);
        }
    }
}

package dev.inlay.example.benchmarks;

import dev.inlay.api.Inlay;
import dev.inlay.api.event.ErpEvent;
import dev.inlay.core.InlaySdk;
import dev.inlay.provider.jooq.JooqStores;
import dev.inlay.spi.Contributions;
import dev.inlay.spi.Plugin;
import dev.inlay.spi.PluginDescriptor;
import dev.inlay.spi.SpiVersion;
import dev.inlay.spi.event.DeliveryOutcome;
import dev.inlay.spi.event.EventTransport;
import dev.inlay.spi.event.OutboundEvent;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import javax.sql.DataSource;

/** Inlay as a contender. */
final class InlayOutbox implements OutboxContender {

    private static final int PER_TRANSACTION = 100;

    private static final String COLUMNS = "shard, tenant, target, stream_key, generation, seq, event_id, event_type,"
            + " event_version, content_type, payload, published_us";

    private final DataSource dataSource;
    private String kept = "";

    InlayOutbox(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    /** An instance with one target. */
    static Inlay start(DataSource dataSource, Consumer<OutboundEvent> receiver) {
        Inlay inlay = InlaySdk.builder()
                .install(new FixedDirectory())
                .install(JooqStores.on(dataSource))
                .install(new Receiver(receiver))
                .build();
        return inlay.start().awaitReady(Duration.ofSeconds(30));
    }

    /** Publishes once, keeps the rows aside, and fills the table from them each time. */
    @Override
    public void load(int events, boolean keyed) throws SQLException {
        keep(events, keyed);
        hold(true);
        insert(0);
        run("vacuum analyze inlay_event");
    }

    private void keep(int events, boolean keyed) throws SQLException {
        String rows = "bench_rows_" + (keyed ? "keyed" : "unkeyed");
        if (!rows.equals(kept)) {
            publish(events, keyed);
            run("drop table if exists " + rows);
            run("create unlogged table " + rows + " as select * from inlay_event order by id");
            run("truncate inlay_event");
            kept = rows;
        }
    }

    /** All at once, behind so many numbers of each stream. */
    private void insert(long behind) throws SQLException {
        run("insert into inlay_event (" + COLUMNS + ", id) select " + COLUMNS.replace(" seq,", " seq + " + behind + ",")
                + ", nextval('inlay_event_id') from " + kept);
    }

    private void publish(int events, boolean keyed) throws SQLException {
        try (Inlay inlay = start(dataSource, event -> {
            throw new IllegalStateException("loading must not deliver");
        })) {
            hold(true);
            inlay.tenants().run(FixedDirectory.TENANT, () -> {
                for (int from = 0; from < events; from += PER_TRANSACTION) {
                    try (Connection tx = inlay.dataSource().getConnection()) {
                        for (int i = from; i < Math.min(events, from + PER_TRANSACTION); i++) {
                            inlay.events().publish(tx, event(i, keyed));
                        }
                        tx.commit();
                    }
                }
            });
        }
    }

    static ErpEvent event(int number, boolean keyed) {
        ErpEvent.Builder event = ErpEvent.builder("claim.submitted", OutboxContender.payload(number));
        return (keyed ? event.key("claim-" + number % KEYS) : event).build();
    }

    @Override
    public double drain(int events) throws Exception {
        hold(false);
        AtomicLong first = new AtomicLong();
        AtomicLong delivered = new AtomicLong();
        try (Inlay inlay = start(dataSource, event -> {
            if (delivered.getAndIncrement() == 0) {
                first.set(System.nanoTime());
            }
        })) {
            return (emptied(delivered, events) - first.get()) / 1e9;
        }
    }

    /**
     * Fills the table again whenever it is empty, under one instance that runs on, at least three times and for so
     * long. Events per second, each time from the first one received until the table is empty.
     */
    List<Double> drainAgain(int events, long nanos) throws Exception {
        keep(events, true);
        hold(false);
        AtomicLong first = new AtomicLong();
        AtomicLong delivered = new AtomicLong();
        List<Double> rates = new ArrayList<>();
        try (Inlay inlay = start(dataSource, event -> {
            if (delivered.getAndIncrement() % events == 0) {
                first.set(System.nanoTime());
            }
        })) {
            long end = System.nanoTime() + nanos;
            for (int round = 0; round < 3 || System.nanoTime() < end; round++) {
                insert((long) round * events / KEYS);
                rates.add(events / ((emptied(delivered, (round + 1L) * events) - first.get()) / 1e9));
                System.err.println("ours, open transaction, keyed: " + Math.round(rates.get(round)) + "/s");
            }
        }
        return rates;
    }

    /** When the last of so many was delivered and removed. */
    private long emptied(AtomicLong delivered, long events) throws SQLException {
        while (delivered.get() < events) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
        }
        long asked = System.nanoTime();
        while (waiting()) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
            asked = System.nanoTime();
        }
        return asked;
    }

    void hold(boolean held) throws SQLException {
        run("update inlay_shard set owner = " + (held ? "'nobody'" : "null") + ", until_us = "
                + (held ? Long.MAX_VALUE / 2 : 0));
    }

    private boolean waiting() throws SQLException {
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("select 1 from inlay_event limit 1")) {
            return rows.next();
        }
    }

    private void run(String sql) throws SQLException {
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** Answers at once that it has the event. */
    private record Receiver(Consumer<OutboundEvent> receiver) implements Plugin, EventTransport {

        @Override
        public PluginDescriptor descriptor() {
            return PluginDescriptor.of("benchmark.receiver", "1", SpiVersion.CURRENT);
        }

        @Override
        public void contribute(Contributions contributions) {
            contributions.add(EventTransport.class, this);
        }

        @Override
        public String target() {
            return "erp";
        }

        @Override
        public DeliveryOutcome deliver(OutboundEvent event) {
            receiver.accept(event);
            return DeliveryOutcome.delivered();
        }
    }
}

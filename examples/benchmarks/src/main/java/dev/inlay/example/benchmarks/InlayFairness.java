package dev.inlay.example.benchmarks;

import dev.inlay.api.Inlay;
import dev.inlay.api.event.ErpEvent;
import dev.inlay.api.tenant.TenantId;
import dev.inlay.api.tenant.TenantPath;
import dev.inlay.api.tenant.TenantProfile;
import dev.inlay.core.InlaySdk;
import dev.inlay.provider.jooq.JooqStores;
import dev.inlay.spi.Contributions;
import dev.inlay.spi.Plugin;
import dev.inlay.spi.PluginDescriptor;
import dev.inlay.spi.SpiVersion;
import dev.inlay.spi.event.DeliveryOutcome;
import dev.inlay.spi.event.EventTransport;
import dev.inlay.spi.event.OutboundEvent;
import dev.inlay.spi.tenant.TenantDirectory;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Optional;
import javax.sql.DataSource;

/** Inlay as a contender: default options, every event of the busy tenant in one of 1,000 streams. */
final class InlayFairness implements FairnessContender {

    private static final TenantId BUSY = TenantId.of("busy-clinic");
    private static final TenantId QUIET = TenantId.of("quiet-clinic");
    private static final int PER_TRANSACTION = 100;

    private final DataSource dataSource;

    InlayFairness(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    private Inlay inlay(Receiver receiver) {
        Inlay inlay = InlaySdk.builder()
                .install(new House(receiver))
                .install(JooqStores.on(dataSource))
                .build();
        return inlay.start().awaitReady(Duration.ofSeconds(30));
    }

    @Override
    public void load(int events) throws SQLException {
        try (Inlay inlay = inlay(payload -> {
            throw new IllegalStateException("loading must not deliver");
        })) {
            hold(true);
            inlay.tenants().run(BUSY, () -> {
                for (int from = 0; from < events; from += PER_TRANSACTION) {
                    try (Connection tx = inlay.dataSource().getConnection()) {
                        for (int i = from; i < Math.min(events, from + PER_TRANSACTION); i++) {
                            inlay.events().publish(tx, event("claim-" + i % OutboxContender.KEYS, OutboxContender.payload(i)));
                        }
                        tx.commit();
                    }
                }
            });
        }
        hold(false);
    }

    private static ErpEvent event(String key, String payload) {
        return ErpEvent.of("claim.submitted", key, payload);
    }

    /** Keeps every node from delivering, or lets them. */
    private void hold(boolean held) throws SQLException {
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("update inlay_shard set owner = " + (held ? "'nobody'" : "null") + ", until_us = "
                    + (held ? Long.MAX_VALUE / 2 : 0));
            statement.execute("analyze inlay_event");
        }
    }

    @Override
    public Running start(Receiver receiver) {
        Inlay inlay = inlay(receiver);
        return new Running() {

            private int published;

            @Override
            public void publish(String payload) throws SQLException {
                String key = "visit-" + published++ % 10;
                inlay.tenants().run(QUIET, () -> {
                    try (Connection tx = inlay.dataSource().getConnection()) {
                        inlay.events().publish(tx, event(key, payload));
                        tx.commit();
                    }
                });
            }

            @Override
            public void close() {
                inlay.close();
            }
        };
    }

    /** Both tenants, and the receiver. */
    private record House(Receiver receiver) implements Plugin, TenantDirectory, EventTransport {

        @Override
        public PluginDescriptor descriptor() {
            return PluginDescriptor.of("benchmark.house", "1", SpiVersion.CURRENT);
        }

        @Override
        public void contribute(Contributions contributions) {
            contributions.add(TenantDirectory.class, this).add(EventTransport.class, this);
        }

        @Override
        public Optional<TenantProfile> find(TenantId id) {
            return id.equals(BUSY) || id.equals(QUIET)
                    ? Optional.of(TenantProfile.builder(
                                    TenantPath.direct(TenantId.of("inlay"), TenantId.of("medisoft"), id))
                            .build())
                    : Optional.empty();
        }

        @Override
        public long version() {
            return 1;
        }

        @Override
        public String target() {
            return "erp";
        }

        @Override
        public DeliveryOutcome deliver(OutboundEvent event) {
            receiver.take(new String(event.payload().bytes(), StandardCharsets.UTF_8));
            return DeliveryOutcome.delivered();
        }
    }
}

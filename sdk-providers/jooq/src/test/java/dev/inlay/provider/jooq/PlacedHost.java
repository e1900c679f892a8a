package dev.inlay.provider.jooq;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.inlay.api.Inlay;
import dev.inlay.api.audit.AuditEntry;
import dev.inlay.api.event.ErpEvent;
import dev.inlay.api.metering.Meter;
import dev.inlay.api.tenant.TenantId;
import dev.inlay.api.tenant.TenantPath;
import dev.inlay.api.tenant.TenantProfile;
import dev.inlay.core.InlayBuilder;
import dev.inlay.core.InlaySdk;
import dev.inlay.testkit.contracts.memory.InMemoryTenantDirectory;
import dev.inlay.testkit.contracts.memory.RecordingTransport;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import javax.sql.DataSource;

/** A host whose tenants are placed: south shares, north has a schema, east a database; it keeps claims. */
final class PlacedHost implements AutoCloseable {

    static final TenantId SOUTH = TenantId.of("south");
    static final TenantId NORTH = TenantId.of("north");
    static final TenantId EAST = TenantId.of("east");
    static final Meter CLAIMED = Meter.sum("claims.submitted", "claim");
    static final Duration PATIENCE = Duration.ofSeconds(30);

    private static final AtomicInteger HOSTS = new AtomicInteger();

    /** Begins the ids of its nodes, and is nobody else's. */
    final String name = "placed-" + HOSTS.incrementAndGet();

    final InMemoryTenantDirectory directory = InMemoryTenantDirectory.of();
    final RecordingTransport erp = RecordingTransport.to("erp");
    private final List<Inlay> instances = new CopyOnWriteArrayList<>();
    private final List<HikariDataSource> pools = new CopyOnWriteArrayList<>();

    PlacedHost() {
        place("south", "shared");
        place("north", "schema-north");
        place("east", "database-east");
    }

    TenantId place(String tenant, String placement) {
        directory.put(TenantProfile.builder(TenantPath.parse("inlay/medisoft/-/" + tenant))
                .placement(placement)
                .build());
        return TenantId.of(tenant);
    }

    /** A database with room for so many connections at once. */
    HikariDataSource pool(DataSource database, int connections) {
        HikariConfig config = new HikariConfig();
        config.setDataSource(database);
        config.setMaximumPoolSize(connections);
        config.setMinimumIdle(0);
        HikariDataSource pool = new HikariDataSource(config);
        pools.add(pool);
        return pool;
    }

    Inlay start(PlacedStores stores) {
        return start(InlaySdk.builder().install(stores).install(erp));
    }

    Inlay startWithoutRelay(PlacedStores stores) {
        return start(InlaySdk.builder().install(stores));
    }

    private Inlay start(InlayBuilder builder) {
        Inlay inlay = builder.nodeId(name + "-" + instances.size())
                .install(directory)
                .build()
                .start();
        instances.add(0, inlay);
        return inlay.awaitReady(PATIENCE);
    }

    /** All that a tenant leaves behind, in one transaction. */
    static void submit(Inlay inlay, TenantId tenant, String claim) throws SQLException {
        inlay.tenants().run(tenant, () -> {
            try (Connection tx = inlay.dataSource().getConnection()) {
                insert(tx, claim);
                inlay.events().publish(tx, ErpEvent.of("claim.submitted", claim, "\"" + claim + "\""));
                inlay.metering().record(tx, CLAIMED, 1, claim);
                inlay.audit().append(tx, AuditEntry.of("ida", "claim.submitted", claim));
                tx.commit();
            }
        });
    }

    /** A row of the host's own. */
    static void keep(Inlay inlay, TenantId tenant, String claim) throws SQLException {
        inlay.tenants().run(tenant, () -> {
            try (Connection tx = inlay.dataSource().getConnection()) {
                insert(tx, claim);
                tx.commit();
            }
        });
    }

    static void insert(Connection tx, String claim) throws SQLException {
        try (PreparedStatement insert = tx.prepareStatement("insert into claim (id) values (?)")) {
            insert.setString(1, claim);
            insert.executeUpdate();
        }
    }

    /** Waits until these claims, and no others, have come through, each with its tenant. */
    void awaitDelivered(String... tenantsAndClaims) throws InterruptedException {
        List<String> seen = erp.awaitDelivered(tenantsAndClaims.length, PATIENCE).stream()
                .map(event -> event.tenant() + " " + event.key().orElse(""))
                .sorted()
                .toList();
        if (!seen.equals(Stream.of(tenantsAndClaims).sorted().toList())) {
            throw new AssertionError("delivered " + seen);
        }
    }

    /** Pools close last: without a connection a relay that closes waits until its time for that is over. */
    @Override
    public void close() {
        instances.forEach(Inlay::close);
        pools.forEach(HikariDataSource::close);
    }
}

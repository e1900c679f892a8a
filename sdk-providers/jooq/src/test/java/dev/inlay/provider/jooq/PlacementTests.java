package dev.inlay.provider.jooq;

import static dev.inlay.provider.jooq.OpenStores.number;
import static dev.inlay.provider.jooq.PlacedHost.EAST;
import static dev.inlay.provider.jooq.PlacedHost.NORTH;
import static dev.inlay.provider.jooq.PlacedHost.PATIENCE;
import static dev.inlay.provider.jooq.PlacedHost.SOUTH;
import static dev.inlay.provider.jooq.PlacedHost.insert;
import static dev.inlay.provider.jooq.PlacedHost.keep;
import static dev.inlay.provider.jooq.PlacedHost.submit;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import dev.inlay.api.Inlay;
import dev.inlay.api.audit.AuditEntry;
import dev.inlay.api.audit.AuditRecord;
import dev.inlay.api.error.InlayException;
import dev.inlay.api.error.StoreException;
import dev.inlay.api.event.ErpEvent;
import dev.inlay.api.metering.UsageTotal;
import dev.inlay.api.tenant.TenantId;
import dev.inlay.testkit.contracts.Proves;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.sql.Statement;
import java.time.LocalDate;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tenants in a shared schema, a schema and a database of their own, on whichever engine the subclass opens. */
@Proves("TEN-5")
abstract class PlacementTests {

    private static final AtomicInteger SCHEMAS = new AtomicInteger();
    private static final String CLAIM = "create table claim (id varchar(20) primary key)";
    private static final LocalDate PAST = LocalDate.of(2020, 1, 1);
    private static final LocalDate FUTURE = LocalDate.of(2100, 1, 1);

    final PlacedHost host = new PlacedHost();
    private final String schema = "Tenant_" + SCHEMAS.incrementAndGet();
    DataSource shared;
    DataSource dedicated;

    abstract DataSource open();

    abstract String quoted(String name);

    @BeforeEach
    void makeTables() throws SQLException {
        shared = open();
        dedicated = open();
        OpenStores.execute(shared, CLAIM);
        OpenStores.execute(dedicated, CLAIM);
        OpenStores.execute(shared, "create schema " + quoted(schema));
        OpenStores.execute(shared, CLAIM.replace("claim", in(schema)));
    }

    @AfterEach
    void close() throws SQLException {
        host.close();
        OpenStores.execute(shared, "drop schema if exists " + quoted(schema) + dropping());
    }

    String dropping() {
        return " cascade";
    }

    String leadingTo(String other) {
        return "set schema " + quoted(other);
    }

    private String in(String tenantSchema) {
        return quoted(tenantSchema) + ".claim";
    }

    private PlacedStores stores() {
        return stores(host.pool(shared, 8), host.pool(dedicated, 8));
    }

    PlacedStores stores(DataSource sharedPool, DataSource dedicatedPool) {
        return PlacedStores.of(JooqStores.on(sharedPool))
                .schema("schema-north", schema)
                .database("database-east", JooqStores.on(dedicatedPool));
    }

    @Test
    void keepsWhatEachTenantLeavesBehindWhereItsPlacementSays() throws Exception {
        Inlay inlay = host.start(stores());

        submit(inlay, SOUTH, "s-1");
        submit(inlay, NORTH, "n-1");
        submit(inlay, EAST, "e-1");
        submit(inlay, NORTH, "n-2");

        host.awaitDelivered("south s-1", "north n-1", "east e-1", "north n-2");
        assertThat(number(shared, "select count(*) from claim where id = 's-1'"))
                .isEqualTo(1);
        assertThat(number(shared, "select count(*) from claim")).isEqualTo(1);
        assertThat(number(shared, "select count(*) from " + in(schema))).isEqualTo(2);
        assertThat(number(dedicated, "select count(*) from claim")).isEqualTo(1);
        assertThat(number(shared, "select count(*) from inlay_usage where tenant in ('south', 'north')"))
                .isEqualTo(3);
        assertThat(number(shared, "select count(*) from inlay_usage")).isEqualTo(3);
        assertThat(number(dedicated, "select count(*) from inlay_usage where tenant = 'east'"))
                .isEqualTo(1);
        assertThat(number(dedicated, "select count(*) from inlay_audit")).isEqualTo(1);
        assertThatReadsBack(inlay, SOUTH, "s-1");
        assertThatReadsBack(inlay, NORTH, "n-1", "n-2");
        assertThatReadsBack(inlay, EAST, "e-1");
    }

    private static void assertThatReadsBack(Inlay inlay, TenantId tenant, String... claims) {
        inlay.tenants().run(tenant, () -> {
            assertThat(inlay.metering().totals(PAST, FUTURE))
                    .singleElement()
                    .extracting(UsageTotal::total)
                    .isEqualTo((long) claims.length);
            assertThat(inlay.audit().read(0, 10))
                    .extracting((AuditRecord record) -> record.entry().subject())
                    .containsExactly(claims);
        });
        assertThat(inlay.audit().verify(tenant).intact()).isTrue();
    }

    @Test
    void refusesAnUnknownPlacementBeforeAnythingIsWritten() throws Exception {
        TenantId lost = host.place("lost", "nowhere");
        Inlay inlay = host.startWithoutRelay(stores());

        inlay.tenants().run(lost, () -> {
            try (Connection foreign = shared.getConnection()) {
                foreign.setAutoCommit(false);
                AuditEntry entry = AuditEntry.of("ida", "did", "it");
                refused("placement.unknown", () -> inlay.dataSource().getConnection());
                refused("placement.unknown", () -> inlay.events().publish(foreign, ErpEvent.of("a", "b", "1")));
                refused("placement.unknown", () -> inlay.metering().record(foreign, PlacedHost.CLAIMED, 1, "c"));
                refused("placement.unknown", () -> inlay.metering().totals(PAST, FUTURE));
                refused("placement.unknown", () -> inlay.audit().append(foreign, entry));
                refused("placement.unknown", () -> inlay.audit().append(entry));
                refused("placement.unknown", () -> inlay.audit().read(0, 1));
                foreign.commit();
            }
        });
        refused("placement.unknown", () -> inlay.audit().verify(lost));
        refused("placement.unknown", () -> inlay.audit().verify(TenantId.of("stranger")));
        for (String table : new String[] {"inlay_event", "inlay_dedupe", "inlay_usage", "inlay_audit"}) {
            assertThat(number(shared, "select count(*) from " + table)).isZero();
        }
    }

    @Test
    void givesAConnectionBackToTheNextTenantWhereItWas() throws Exception {
        OpenStores.start(JooqStores.on(shared));
        HikariDataSource single = host.pool(shared, 1);
        Inlay inlay = host.startWithoutRelay(stores(single, host.pool(dedicated, 2)));
        inlay.tenants().run(NORTH, () -> {
            try (Connection tx = inlay.dataSource().getConnection()) {
                insert(tx, "n-1");
                tx.rollback();
                insert(tx, "n-2");
                tx.commit();
                insert(tx, "n-3");
            }
        });
        assertThatThrownBy(() -> inlay.tenants().run(NORTH, () -> {
                    try (Connection tx = inlay.dataSource().getConnection()) {
                        insert(tx, "n-4");
                        insert(tx, "n-4");
                    }
                }))
                .isInstanceOf(SQLException.class);

        keep(inlay, SOUTH, "s-1");
        keep(inlay, NORTH, "n-5");
        try (Connection plain = single.getConnection()) {
            insert(plain, "host");
        }

        assertThat(number(shared, "select count(*) from claim where id in ('s-1', 'host')"))
                .isEqualTo(2);
        assertThat(number(shared, "select count(*) from claim")).isEqualTo(2);
        assertThat(number(shared, "select count(*) from " + in(schema) + " where id in ('n-2', 'n-5')"))
                .isEqualTo(2);
        assertThat(number(shared, "select count(*) from " + in(schema))).isEqualTo(2);
    }

    /** Sent as text, so that nobody but the database knows that another transaction has begun. */
    @ParameterizedTest
    @ValueSource(strings = {"commit", "rollback"})
    void staysInTheTenantsSchemaWhenATransactionEndsByItsText(String end) throws Exception {
        OpenStores.start(JooqStores.on(shared));
        HikariDataSource single = host.pool(shared, 1);
        Inlay inlay = host.startWithoutRelay(stores(single, host.pool(dedicated, 2)));

        inlay.tenants().run(NORTH, () -> {
            try (Connection tx = inlay.dataSource().getConnection()) {
                execute(tx, end);
                insert(tx, "n-1");
                execute(tx, end);
                execute(tx, end);
                insert(tx, "n-2");
                tx.commit();
                insert(tx, "n-3");
                execute(tx, "commit");
            }
        });
        keep(inlay, SOUTH, "s-1");

        assertThat(number(shared, "select count(*) from claim")).isEqualTo(1);
        assertThat(number(shared, "select count(*) from " + in(schema) + " where id in ('n-2', 'n-3')"))
                .isEqualTo(2);
        assertThat(number(single, "select count(*) from claim")).isEqualTo(1);
    }

    @Test
    void leadsTheNextTenantHomeFromAConnectionThatWasLedElsewhere() throws Exception {
        OpenStores.start(JooqStores.on(shared));
        HikariDataSource single = host.pool(shared, 1);
        Inlay inlay = host.startWithoutRelay(stores(single, host.pool(dedicated, 2)));
        keep(inlay, NORTH, "n-1");

        inlay.tenants().run(SOUTH, () -> {
            try (Connection tx = inlay.dataSource().getConnection()) {
                execute(tx, leadingTo(schema));
                tx.commit();
            }
        });
        keep(inlay, SOUTH, "s-1");

        assertThat(number(shared, "select count(*) from claim where id = 's-1'"))
                .isEqualTo(1);
        assertThat(number(shared, "select count(*) from " + in(schema))).isEqualTo(1);
    }

    static void execute(Connection tx, String sql) throws SQLException {
        try (Statement statement = tx.createStatement()) {
            statement.execute(sql);
        }
    }

    @Test
    void neitherFallsBackToSharedTablesNorTakesATenantsForItsOwn() throws Exception {
        OpenStores.execute(shared, "create table everybody (id varchar(20))");
        OpenStores.execute(shared, "create table " + in(schema).replace("claim", "inlay_event") + " (id varchar(20))");
        Inlay inlay = host.start(stores());

        submit(inlay, NORTH, "n-1");

        host.awaitDelivered("north n-1");
        inlay.tenants().run(NORTH, () -> {
            try (Connection tx = inlay.dataSource().getConnection()) {
                assertThatThrownBy(() ->
                                tx.prepareStatement("select * from everybody").executeQuery())
                        .isInstanceOf(SQLException.class);
            }
        });
    }

    @Test
    void refusesASchemaThatIsNotThere() throws Exception {
        OpenStores.start(JooqStores.on(shared));
        TenantId west = host.place("west", "schema-west");
        Inlay inlay = host.startWithoutRelay(
                PlacedStores.of(JooqStores.on(host.pool(shared, 1))).schema("schema-west", "not_there"));

        for (int i = 0; i < 3; i++) {
            refused("placement.schema-missing", () -> keep(inlay, west, "w-1"));
        }

        keep(inlay, SOUTH, "s-1");
        assertThat(number(shared, "select count(*) from claim")).isEqualTo(1);
    }

    @Test
    void relaysForADatabaseThatIsAddedWhileItRuns() throws Exception {
        LaterPlacements later = new LaterPlacements();
        Inlay inlay =
                host.start(PlacedStores.of(JooqStores.on(host.pool(shared, 8))).resolving(later));
        refused("placement.unknown", () -> submit(inlay, EAST, "e-1"));

        later.places.put("database-east", Place.database("east", () -> JooqStores.on(host.pool(dedicated, 8))));
        submit(inlay, EAST, "e-2");

        host.awaitDelivered("east e-2");
    }

    @Test
    void relaysForADatabaseWhoseTenantsDoNotWorkOnThisNode() throws Exception {
        try (PlacedHost before = new PlacedHost()) {
            before.erp.failing("not yet");
            submit(before.start(stores()), EAST, "e-1");
        }
        LaterPlacements later = new LaterPlacements();
        host.start(PlacedStores.of(JooqStores.on(host.pool(shared, 8))).resolving(later));

        later.places.put("database-east", Place.database("east", () -> JooqStores.on(host.pool(dedicated, 8))));

        host.awaitDelivered("east e-1");
    }

    @Test
    void goesOnWithoutADatabaseThatIsDownAndRelaysForItOnceItIsUp() throws Exception {
        try (PlacedHost before = new PlacedHost()) {
            before.erp.failing("not yet");
            submit(before.start(stores()), EAST, "e-1");
        }
        AtomicBoolean down = new AtomicBoolean(true);
        DataSource shaky = Watched.watch(host.pool(dedicated, 8), what -> {
            if (down.get()) {
                throw new SQLTransientConnectionException("down", "08001");
            }
        });
        Inlay inlay = host.start(stores(host.pool(shared, 8), shaky));

        assertThatThrownBy(() -> submit(inlay, EAST, "e-2"))
                .isInstanceOfSatisfying(
                        StoreException.class, e -> assertThat(e.retryable()).isTrue());
        submit(inlay, SOUTH, "s-1");
        submit(inlay, NORTH, "n-1");
        host.erp.awaitDelivered(2, PATIENCE);
        down.set(false);

        host.awaitDelivered("south s-1", "north n-1", "east e-1");
    }

    @Test
    void sharesPoolAndRelayAmongPlacementsThatNameOneDatabase() throws Exception {
        AtomicInteger pools = new AtomicInteger();
        LaterPlacements later = new LaterPlacements();
        for (String placement : new String[] {"database-east", "database-west"}) {
            later.places.put(placement, Place.database("dedicated", () -> {
                pools.incrementAndGet();
                return JooqStores.on(host.pool(dedicated, 8));
            }));
        }
        TenantId west = host.place("west", "database-west");
        Inlay inlay =
                host.start(PlacedStores.of(JooqStores.on(host.pool(shared, 8))).resolving(later));

        submit(inlay, EAST, "e-1");
        submit(inlay, west, "w-1");

        host.awaitDelivered("east e-1", "west w-1");
        assertThat(pools).hasValue(1);
        assertThat(number(dedicated, "select count(*) from inlay_node")).isEqualTo(1);
        assertThat(Thread.getAllStackTraces().keySet())
                .extracting(Thread::getName)
                .filteredOn(name -> name.startsWith("inlay-relay.dedicated-") && name.endsWith("@" + host.name + "-0"))
                .hasSize(1);
    }

    @Test
    void refusesASecondWayToTheSameDatabase() {
        Inlay inlay = host.startWithoutRelay(stores(host.pool(shared, 4), host.pool(shared, 4)));

        refused("placement.database-twice", () -> keep(inlay, EAST, "e-1"));
    }

    static void refused(String code, ThrowingCallable call) {
        assertThatThrownBy(call).isInstanceOfSatisfying(InlayException.class, e -> {
            assertThat(e.code()).isEqualTo(code);
            assertThat(e.retryable()).isFalse();
        });
    }

    /** A list that grows. */
    static final class LaterPlacements implements Placements {

        final Map<String, Place> places = new ConcurrentHashMap<>();

        @Override
        public Optional<Place> find(String placement) {
            return Optional.ofNullable(places.get(placement));
        }

        @Override
        public Collection<String> names() {
            return places.keySet();
        }
    }
}

package dev.inlay.provider.jooq;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import dev.inlay.api.Inlay;
import dev.inlay.api.audit.AuditEntry;
import dev.inlay.api.event.Act;
import dev.inlay.api.event.ErpEvent;
import dev.inlay.api.event.EventFilter;
import dev.inlay.api.event.EventOperations;
import dev.inlay.api.event.Hold;
import dev.inlay.api.event.InboundEvent;
import dev.inlay.api.event.Received;
import dev.inlay.api.event.Replay;
import dev.inlay.api.event.Response;
import dev.inlay.api.metering.Meter;
import dev.inlay.api.tenant.TenantId;
import dev.inlay.core.InlaySdk;
import dev.inlay.spi.store.Stores;
import dev.inlay.testkit.contracts.Proves;
import dev.inlay.testkit.contracts.memory.InMemoryTenantDirectory;
import dev.inlay.testkit.contracts.memory.RecordingTransport;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A whole instance under three roles: what each of them sees of three tenants. */
@Proves({"TEN-5", "EVT-3", "EVT-6"})
final class PostgresRowSecurityIT {

    private static final Duration LONG = Duration.ofSeconds(30);
    private static final TenantId NORTH = TenantId.of("north-clinic");
    private static final TenantId SOUTH = TenantId.of("south-clinic");
    private static final TenantId WEST = TenantId.of("west-clinic");
    private static final List<TenantId> TENANTS = List.of(NORTH, SOUTH, WEST);
    private static final Meter CLAIMED = Meter.sum("claims.submitted", "claim");

    private static PostgresDatabase database;
    private static Inlay inlay;
    private static final RecordingTransport ERP = RecordingTransport.to("erp");

    @BeforeAll
    static void start() throws Exception {
        database = PostgresDatabase.in("claims desk");
        inlay = InlaySdk.builder()
                .install(directory())
                .install(database.plugin())
                .install(ERP)
                .build();
        inlay.start().awaitReady(LONG);
        PostgresDatabase.execute(
                database.migrator,
                "create table claim (tenant varchar(64) not null, id int not null, constraint claim_pk primary key"
                        + " (tenant, id))");
        PostgresDatabase.execute(
                database.migrator, RowLevelSecurity.on(database.roles, "claim").script());
        for (TenantId tenant : TENANTS) {
            work(tenant);
        }
    }

    @AfterAll
    static void stop() {
        if (inlay != null) {
            inlay.close();
        }
        if (database != null) {
            database.close();
        }
    }

    @Test
    void deliversEveryTenantsEventsOnceWhereKeysAndRequestIdsCollide() throws Exception {
        assertThat(ERP.awaitDelivered(3, LONG))
                .extracting(event -> event.tenant().value() + " " + event.seq())
                .containsExactlyInAnyOrder("north-clinic 1", "south-clinic 1", "west-clinic 1");

        boolean repeated = inlay.tenants().call(NORTH, () -> {
            try (Connection tx = inlay.dataSource().getConnection()) {
                boolean known = inlay.events().publish(tx, event()).duplicate();
                tx.commit();
                return known;
            }
        });

        assertThat(repeated).isTrue();
        Work.await(() -> inlay.events()
                .operations()
                .status(EventFilter.all(), "", 10)
                .items()
                .isEmpty());
        assertThat(ERP.delivered()).hasSize(3);
    }

    @Test
    void letsOperatorsHoldLookAndReplayOverAllTenants() {
        EventOperations operations = inlay.events().operations();
        Act act = Act.of("ann", "the ERP is being mended");

        assertThat(operations.hold("erp", act)).isTrue();
        assertThat(operations.holds()).extracting(Hold::actor).containsExactly(Optional.of("ann"));
        assertThat(operations.resume("erp", act)).isTrue();

        assertThat(operations.replay(Replay.target("erp"), act).events()).isZero();
        assertThat(operations.blocked(EventFilter.all(), "", 10).items()).isEmpty();
        assertThat(operations.shards()).isNotEmpty();
        assertThat(operations.nodes()).isNotEmpty();
    }

    @Test
    void remembersEachTenantsOwnWhereInboxIdsCollide() throws Exception {
        for (TenantId tenant : TENANTS) {
            inlay.tenants().run(tenant, () -> {
                try (Connection tx = inlay.dataSource().getConnection()) {
                    Received again =
                            inlay.inbox().receive(tx, "stock", inbound(tenant), () -> Response.json("\"never\""));
                    tx.commit();

                    assertThat(again.outcome()).isEqualTo(Received.Outcome.DUPLICATE);
                    assertThat(again.response()).isEqualTo(Response.json("\"" + tenant + "\""));
                }
            });
        }
    }

    @Test
    void receivesInOrderAndTakesBackUnderThePolicies() throws Exception {
        for (TenantId tenant : TENANTS) {
            inlay.tenants().run(tenant, () -> {
                try (Connection tx = inlay.dataSource().getConnection()) {
                    InboundEvent first = InboundEvent.builder("erp", "in-order", new byte[0]).stream("item-1", 1, 1)
                            .build();
                    assertThatThrownBy(() -> inlay.inbox().receiveInOrder(tx, "orders", first, () -> {
                                throw new IllegalStateException("not now");
                            }))
                            .hasMessage("not now");
                    assertThat(inlay.inbox()
                                    .receiveInOrder(tx, "orders", first, Response::none)
                                    .applied())
                            .isTrue();
                    tx.rollback();
                }
            });
        }
    }

    @Test
    void purgesEveryTenantsOldestAsTheRelay() throws Exception {
        Stores stores = OpenStores.start(database.plugin());

        assertThat(stores.inbox().purge(Instant.EPOCH, 10)).isZero();
        assertThat(stores.outbox().purgeRequests(Instant.EPOCH, 10)).isZero();
        assertThat(stores.deliveries().purge(Instant.EPOCH, 10)).isZero();
        assertThat(stores.outbox().takeTurn("chore-of-a-test", Duration.ofHours(1)))
                .isTrue();
        assertThat(stores.outbox().takeTurn("chore-of-a-test", Duration.ofHours(1)))
                .isFalse();
    }

    @Test
    void addsUpAndVerifiesEachTenantsOwn() {
        for (TenantId tenant : TENANTS) {
            inlay.tenants().run(tenant, () -> {
                assertThat(inlay.metering().totals(LocalDate.EPOCH, LocalDate.EPOCH.plusYears(200)))
                        .singleElement()
                        .satisfies(total -> assertThat(total.total()).isEqualTo(1));
                assertThat(inlay.audit().read(0, 10)).hasSize(1);
            });
            assertThat(inlay.audit().verify(tenant).intact()).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "claim",
                "inlay_usage",
                "inlay_audit",
                "inlay_audit_head",
                "inlay_stream",
                "inlay_dedupe",
                "inlay_inbox"
            })
    void showsTheHostItsTenantOnlyWhenItForgetsTheCondition(String table) throws Exception {
        for (TenantId tenant : TENANTS) {
            inlay.tenants().run(tenant, () -> {
                try (Connection tx = inlay.dataSource().getConnection();
                        ResultSet rows = tx.createStatement().executeQuery("select tenant from " + table)) {
                    assertThat(rows.next()).isTrue();
                    assertThat(rows.getString(1)).isEqualTo(tenant.value());
                    assertThat(rows.next()).isFalse();
                }
            });
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"claim", "inlay_usage", "inlay_audit", "inlay_stream"})
    void raisesWhereNoTenantIsSet(String table) {
        assertThatThrownBy(() -> OpenStores.number(database.host, "select count(*) from " + table))
                .isInstanceOfSatisfying(
                        SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("INL01"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "insert into claim (tenant, id) values ('south-clinic', 7)",
                "insert into claim (tenant, id) values ('north-clinic', 7), ('south-clinic', 7)",
                "update claim set tenant = 'south-clinic'",
                "insert into inlay_stream (tenant, target, stream_key, generation, last_seq)"
                        + " values ('south-clinic', 'erp', 'claim-1', 1, 9)"
                        + " on conflict (tenant, target, stream_key) do update set last_seq = 9"
            })
    void refusesToWriteForAnotherTenant(String sql) {
        refused(() -> asNorth(sql));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "update inlay_audit set actor = 'nobody'",
                "delete from inlay_audit",
                "delete from inlay_audit_detail",
                "truncate inlay_audit cascade",
                "truncate claim",
                "delete from inlay_usage",
                "select * from inlay_delivery",
                "select * from inlay_chore",
                "select * from inlay_event",
                "delete from inlay_event",
                "update inlay_event set seq = 7",
                "truncate inlay_event",
                "select * from inlay_parked",
                "delete from inlay_parked",
                "select * from inlay_retry",
                "delete from inlay_retry",
                "select * from inlay_delayed",
                "delete from inlay_delayed",
                "select * from inlay_delivery",
                "delete from inlay_hold",
                "delete from inlay_dedupe",
                "insert into inlay_event (shard, tenant, target, id, stream_key, generation, seq, event_id, event_type,"
                        + " event_version, content_type, payload, published_us) values (0, 'south-clinic', 'erp', 1, '',"
                        + " 0, 0, 'e', 'claim.submitted', 1, 'application/json', '', 0)",
                "update inlay_shard set owner = null",
                "delete from inlay_node",
                "alter table claim disable row level security",
                "create table mine (id int)",
                "create temporary table claim as select * from claim",
            })
    void leavesTheHostNoPrivilegeThatItDoesNotNeed(String sql) {
        refused(() -> asNorth(sql));
    }

    @Test
    void letsTheRelayTouchNothingOfTheHosts() {
        refused(() -> OpenStores.number(database.relay, "select count(*) from claim"));
    }

    @Test
    void changesNothingOfAnotherTenantWithoutACondition() throws Exception {
        asNorth("delete from claim");

        assertThat(OpenStores.number(database.migrator, "select count(*) from claim where tenant = 'south-clinic'"))
                .isEqualTo(1);
        assertThat(OpenStores.number(database.migrator, "select count(*) from claim where tenant = 'north-clinic'"))
                .isZero();
        asNorth("insert into claim (tenant, id) values ('north-clinic', 1)");
    }

    @Test
    void setsTheTenantAgainAfterEachCommitAndRollback() throws Exception {
        inlay.tenants().run(NORTH, () -> {
            try (Connection tx = inlay.dataSource().getConnection()) {
                for (int i = 0; i < 3; i++) {
                    assertThat(count(tx)).isEqualTo(1);
                    tx.commit();
                    assertThat(count(tx)).isEqualTo(1);
                    tx.rollback();
                }
                tx.createStatement().execute("commit");
                assertThatThrownBy(() -> count(tx)).hasMessageContaining("no tenant is set");
            }
        });
    }

    @Test
    void leavesNothingOfATenantOnTheConnectionThatThePoolHasBack() throws Exception {
        try (HikariDataSource one = database.hostPool(1);
                Inlay other = InlaySdk.builder()
                        .install(directory())
                        .install(database.plugin(one))
                        .install(RecordingTransport.to("erp"))
                        .build()) {
            other.start().awaitReady(LONG);
            for (TenantId tenant : TENANTS) {
                other.tenants().run(tenant, () -> {
                    try (Connection tx = other.dataSource().getConnection();
                            ResultSet rows = tx.createStatement().executeQuery("select tenant from claim")) {
                        rows.next();
                        assertThat(rows.getString(1)).isEqualTo(tenant.value());
                    }
                });
                assertThat(OpenStores.number(
                                one,
                                "select case when coalesce(current_setting('inlay.tenant', true), '') = ''"
                                        + " and current_setting('transaction_read_only') = 'off' then 1 else 0 end"))
                        .isEqualTo(1);
            }
        }
    }

    @Test
    void plansThePolicyOncePerStatementAndUsesTheKey() throws Exception {
        StringBuilder plan = new StringBuilder();
        inlay.tenants().run(NORTH, () -> {
            try (Connection tx = inlay.dataSource().getConnection();
                    Statement statement = tx.createStatement()) {
                statement.execute("set local enable_seqscan = off");
                try (ResultSet rows = statement.executeQuery("explain (verbose) select * from claim")) {
                    while (rows.next()) {
                        plan.append(rows.getString(1)).append('\n');
                    }
                }
            }
        });

        assertThat(plan).contains("InitPlan 1").contains("Index Cond").doesNotContain("SubPlan");
        assertThat(plan.toString().split("inlay_tenant", -1)).hasSize(2);
    }

    @Test
    void findsNothingToMendInWhatTheScriptsMade() {
        assertThat(RowLevelSecurity.inspect(database.relay, database.roles, "tenant"))
                .isEmpty();
    }

    private static void work(TenantId tenant) throws SQLException {
        inlay.tenants().run(tenant, () -> {
            try (Connection tx = inlay.dataSource().getConnection()) {
                tx.createStatement().execute("insert into claim (tenant, id) values ('" + tenant + "', 1)");
                inlay.events().publish(tx, event());
                inlay.inbox().receive(tx, "stock", inbound(tenant), () -> Response.json("\"" + tenant + "\""));
                inlay.metering().record(tx, CLAIMED, 1, "claim-1");
                inlay.audit().append(tx, AuditEntry.of("tester", "claim.submitted", "claim-1"));
                tx.commit();
            }
        });
    }

    private static ErpEvent event() {
        return ErpEvent.builder("claim.submitted", "{}")
                .key("claim-1")
                .requestId("request-1")
                .build();
    }

    /** The same id for every tenant, with other content each. */
    private static InboundEvent inbound(TenantId tenant) {
        return InboundEvent.of("erp", "order-1", tenant.value().getBytes(StandardCharsets.UTF_8));
    }

    private static long count(Connection tx) throws SQLException {
        try (ResultSet rows = tx.createStatement().executeQuery("select count(*) from claim")) {
            rows.next();
            return rows.getLong(1);
        }
    }

    private static void asNorth(String sql) throws SQLException {
        inlay.tenants().run(NORTH, () -> {
            try (Connection tx = inlay.dataSource().getConnection()) {
                tx.createStatement().execute(sql);
                tx.commit();
            }
        });
    }

    private static void refused(ThrowingCallable work) {
        assertThatThrownBy(work)
                .isInstanceOfSatisfying(
                        SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("42501"));
    }

    private static InMemoryTenantDirectory directory() {
        return InMemoryTenantDirectory.of(
                "inlay/medisoft/nordic/north-clinic",
                "inlay/medisoft/nordic/south-clinic",
                "inlay/medisoft/nordic/west-clinic");
    }
}

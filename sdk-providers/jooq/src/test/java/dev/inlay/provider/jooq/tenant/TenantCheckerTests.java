package dev.inlay.provider.jooq.tenant;

import static dev.inlay.provider.jooq.tenant.HostTable.CLAIM;
import static dev.inlay.provider.jooq.tenant.HostTable.COUNTRY;
import static dev.inlay.provider.jooq.tenant.HostTable.PATIENT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.inlay.api.Inlay;
import dev.inlay.api.error.InlayException;
import dev.inlay.api.tenant.NoTenantException;
import dev.inlay.api.tenant.TenantId;
import dev.inlay.core.InlaySdk;
import dev.inlay.testkit.contracts.Proves;
import dev.inlay.testkit.contracts.memory.InMemoryTenantDirectory;
import java.sql.Connection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.jooq.Configuration;
import org.jooq.DSLContext;
import org.jooq.ExecuteListener;
import org.jooq.Query;
import org.jooq.SQLDialect;
import org.jooq.VisitListener;
import org.jooq.conf.Settings;
import org.jooq.impl.DSL;
import org.jooq.impl.DefaultConfiguration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Which statements pass the checker and which do not, on whichever database the subclass opens. */
@Proves("TEN-5")
abstract class TenantCheckerTests {

    private static final TenantId NORTH = TenantId.of("north-clinic");

    private Inlay inlay;
    private Connection connection;
    private DSLContext plain;
    private DSLContext sql;
    private TenantScope scope;

    abstract DataSource open();

    abstract SQLDialect dialect();

    @BeforeEach
    void start() throws Exception {
        inlay = InlaySdk.builder()
                .install(InMemoryTenantDirectory.of(
                        "inlay/medisoft/nordic/north-clinic", "inlay/medisoft/nordic/south-clinic"))
                .build();
        inlay.start().awaitReady(Duration.ofSeconds(20));
        connection = open().getConnection();
        Configuration configuration = new DefaultConfiguration()
                .set(connection)
                .set(dialect())
                .set(new Settings().withRenderQuotedNames(org.jooq.conf.RenderQuotedNames.EXPLICIT_DEFAULT_UNQUOTED));
        plain = DSL.using(configuration);
        for (HostTable table : List.of(CLAIM, PATIENT, COUNTRY)) {
            plain.execute("create table " + table.getName()
                    + " (tenant varchar(64) not null, id int not null, other int, primary key (tenant, id))");
            plain.insertInto(table, table.tenant, table.id)
                    .values("north-clinic", 1)
                    .values("south-clinic", 1)
                    .execute();
        }
        plain.execute("create view claim_view as select * from claim");
        sql = DSL.using(
                TenantChecker.of(inlay.tenants(), CLAIM.tenant, PATIENT.tenant).checking(configuration));
        scope = TenantScope.of(inlay.tenants());
    }

    @AfterEach
    void stop() throws Exception {
        connection.close();
        inlay.close();
    }

    @TestFactory
    List<DynamicTest> passes() {
        return new LegitimateStatements(sql, scope)
                .all(dialect()).entrySet().stream()
                        .map(entry -> DynamicTest.dynamicTest(
                                entry.getKey(),
                                () -> inlay.tenants()
                                        .run(NORTH, () -> entry.getValue().call())))
                        .toList();
    }

    @TestFactory
    List<DynamicTest> refuses() {
        return new StrayStatements(sql, scope)
                .all(dialect()).entrySet().stream()
                        .map(entry -> DynamicTest.dynamicTest(
                                entry.getKey(),
                                () -> inlay.tenants()
                                        .run(
                                                NORTH,
                                                () -> assertThatThrownBy(() ->
                                                                entry.getValue().call())
                                                        .isInstanceOfSatisfying(
                                                                InlayException.class,
                                                                e -> assertThat(e.code())
                                                                        .isEqualTo("tenant.unscoped")))))
                        .toList();
    }

    @Test
    void changesNothingOfWhatItChecks() throws Exception {
        inlay.tenants().run(NORTH, () -> {
            assertThat(sql.select(CLAIM.id)
                            .from(CLAIM)
                            .where(scope.scoped(CLAIM.tenant))
                            .fetch())
                    .hasSize(1);
            assertThat(sql.selectFrom(scope.rows(CLAIM.tenant)).fetch()).hasSize(1);
        });
    }

    @Test
    void wantsATenantForTenantsTablesOnly() {
        assertThatThrownBy(() -> sql.selectFrom(CLAIM)
                        .where(CLAIM.tenant.eq("north-clinic"))
                        .fetch())
                .isInstanceOf(NoTenantException.class);
        assertThatCode(() -> sql.selectFrom(COUNTRY).fetch()).doesNotThrowAnyException();
    }

    @Test
    void isNotFooledByANewValueForAStatementThatIsKeptOpen() {
        inlay.tenants().run(NORTH, () -> {
            try (var kept =
                    sql.selectFrom(CLAIM).where(scope.scoped(CLAIM.tenant)).keepStatement(true)) {
                kept.fetch();
                kept.bind(1, "south-clinic");

                assertThatThrownBy(kept::fetch).isInstanceOf(InlayException.class);
            }
        });
    }

    @Test
    void leavesTheListenersThatAreThere() {
        List<String> seen = new ArrayList<>();
        Configuration own = plain.configuration()
                .derive(VisitListener.onVisitStart(context -> seen.add("visit")))
                .derive(ExecuteListener.onStart(context -> seen.add("execute")));

        Query query = DSL.using(TenantChecker.of(inlay.tenants(), CLAIM.tenant).checking(own))
                .selectOne();
        query.execute();

        assertThat(seen).contains("visit", "execute");
    }
}

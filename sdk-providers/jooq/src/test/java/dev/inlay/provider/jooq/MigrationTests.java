package dev.inlay.provider.jooq;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.inlay.api.error.StoreException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collections;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.sql.DataSource;
import liquibase.Liquibase;
import liquibase.Scope;
import liquibase.database.DatabaseFactory;
import liquibase.database.jvm.JdbcConnection;
import liquibase.resource.ClassLoaderResourceAccessor;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How the schema comes to be, on whichever database the subclass opens. */
abstract class MigrationTests {

    private DataSource database;

    abstract DataSource open();

    /** The folder of scripts. */
    abstract String folder();

    @BeforeEach
    void openAnew() {
        database = open();
    }

    @Test
    void runsEveryScriptOnceWhenSeveralNodesStartAtOnce() throws Exception {
        Callable<Boolean> node = () -> {
            OpenStores.start(JooqStores.on(database));
            return true;
        };

        Work.together(Collections.nCopies(4, node));

        assertThat(number("select count(*) from inlay_schema_history where success = true"))
                .isEqualTo(6);
        assertThat(number("select count(*) from inlay_shard")).isEqualTo(16);
        assertThat(number("select count(*) from inlay_schema")).isEqualTo(6);
    }

    @Test
    void leavesAnExistingSchemaAlone() throws SQLException {
        OpenStores.start(JooqStores.on(database));
        execute("update inlay_schema_history set applied_us = 7");
        execute("update inlay_shard set epoch = 9");

        OpenStores.start(JooqStores.on(database));

        assertThat(number("select min(applied_us) from inlay_schema_history")).isEqualTo(7);
        assertThat(number("select min(epoch) from inlay_shard")).isEqualTo(9);
    }

    @Test
    void runsAScriptAgainThatBrokeHalfWay() throws SQLException {
        OpenStores.start(JooqStores.on(database));
        execute("update inlay_schema_history set success = false where version > 1");
        execute("delete from inlay_schema where version > 1");
        execute("drop table inlay_usage_quarantine");
        execute("drop table inlay_audit_detail");

        OpenStores.start(JooqStores.on(database));

        assertThat(number("select count(*) from inlay_usage_quarantine")).isZero();
        assertThat(number("select count(*) from inlay_audit_detail")).isZero();
        assertThat(number("select count(*) from inlay_schema_history where success = true"))
                .isEqualTo(6);
    }

    @Test
    void waitsForTheNodeThatHoldsTheLockAndNoLongerThanItLives() throws Exception {
        OpenStores.start(JooqStores.on(database));
        execute("update inlay_schema_history set success = false where version > 2");
        ExecutorService node = Executors.newSingleThreadExecutor();

        Connection other = database.getConnection();
        other.setAutoCommit(false);
        other.createStatement().executeQuery("select id from inlay_schema_lock where id = 1 for update");
        Future<?> waiting = node.submit(() -> OpenStores.start(JooqStores.on(database)));
        assertThat(number("select count(*) from inlay_schema_history where success = true"))
                .isEqualTo(2);
        // H2 takes no abort; a close without a commit is what it has for a node that is gone
        other.abort(Runnable::run);
        other.close();

        Work.result(waiting);
        assertThat(number("select count(*) from inlay_schema_history where success = true"))
                .isEqualTo(6);
        node.shutdownNow();
    }

    @Test
    void refusesASchemaThatAnotherScriptMade() throws SQLException {
        OpenStores.start(JooqStores.on(database));
        execute("update inlay_schema_history set checksum = 'other' where version = 2");

        assertThatThrownBy(() -> OpenStores.start(JooqStores.on(database)))
                .hasMessageContaining("V2__usage.sql")
                .isInstanceOfSatisfying(StoreException.class, e -> {
                    assertThat(e.code()).isEqualTo("store.schema.changed");
                    assertThat(e.retryable()).isFalse();
                });
    }

    @Test
    void refusesASchemaOfALaterRelease() throws SQLException {
        OpenStores.start(JooqStores.on(database));
        execute("insert into inlay_schema (version) values (7)");

        for (Migration migration : Migration.values()) {
            assertThatThrownBy(() -> OpenStores.start(JooqStores.on(database).withMigration(migration)))
                    .isInstanceOfSatisfying(StoreException.class, e -> {
                        assertThat(e.code()).isEqualTo("store.schema.newer");
                        assertThat(e.retryable()).isFalse();
                    });
        }
    }

    @Test
    void waitsForTheHostToRunTheScriptsWhenToldSo() throws SQLException {
        JooqStores plugin = JooqStores.on(database).withMigration(Migration.BY_HOST);

        assertThatThrownBy(() -> OpenStores.start(plugin))
                .hasMessageContaining("V1__outbox.sql")
                .isInstanceOfSatisfying(StoreException.class, e -> {
                    assertThat(e.code()).isEqualTo("store.schema.missing");
                    assertThat(e.retryable()).isTrue();
                });
    }

    @Test
    void runsOnASchemaThatFlywayMade() throws SQLException {
        execute("create table host_table (id int)");

        Flyway.configure()
                .dataSource(database)
                .locations("classpath:dev/inlay/provider/jooq/" + folder())
                .table("inlay_flyway_history")
                .baselineOnMigrate(true)
                .baselineVersion("0")
                .load()
                .migrate();

        assertThat(startedByHost()).isEqualTo(16);
        assertThat(startedByPlugin()).isEqualTo(16);
    }

    @Test
    void runsOnASchemaThatLiquibaseMade() throws Exception {
        try (Connection connection = database.getConnection()) {
            Scope.child(Map.of("liquibase.analytics.enabled", false), () -> {
                Liquibase liquibase = new Liquibase(
                        "inlay-changelog.xml",
                        new ClassLoaderResourceAccessor(),
                        DatabaseFactory.getInstance()
                                .findCorrectDatabaseImplementation(new JdbcConnection(connection)));
                liquibase.setChangeLogParameter("folder", folder());
                liquibase.update("");
            });
        }

        assertThat(startedByHost()).isEqualTo(16);
    }

    private int startedByHost() {
        return OpenStores.start(JooqStores.on(database).withMigration(Migration.BY_HOST))
                .outbox()
                .shards();
    }

    private int startedByPlugin() {
        return OpenStores.start(JooqStores.on(database)).outbox().shards();
    }

    private long number(String query) throws SQLException {
        return OpenStores.number(database, query);
    }

    private void execute(String sql) throws SQLException {
        OpenStores.execute(database, sql);
    }
}

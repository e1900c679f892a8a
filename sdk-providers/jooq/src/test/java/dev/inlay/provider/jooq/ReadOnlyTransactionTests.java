package dev.inlay.provider.jooq;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.inlay.api.tenant.Origin;
import dev.inlay.api.tenant.TenantContext;
import dev.inlay.api.tenant.TenantPath;
import dev.inlay.api.tenant.TenantProfile;
import dev.inlay.spi.store.Stores;
import dev.inlay.spi.store.TransactionTerms;
import dev.inlay.testkit.contracts.Proves;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Savepoint;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Transactions that the database itself keeps from writing, and what a pool of one has back after them. */
@Proves({"TEN-5", "TEN-7"})
abstract class ReadOnlyTransactionTests {

    private static final TenantContext NORTH = TenantContext.of(
            TenantProfile.builder(TenantPath.parse("inlay/medisoft/nordic/north-clinic"))
                    .build(),
            1,
            Origin.BREAK_GLASS);

    private HikariDataSource pool;
    private Stores stores;

    abstract DataSource open();

    @BeforeEach
    void start() throws SQLException {
        DataSource database = open();
        OpenStores.start(JooqStores.on(database));
        OpenStores.execute(database, "create table host_table (id int primary key)");
        OpenStores.execute(database, "insert into host_table (id) values (1)");
        HikariConfig config = new HikariConfig();
        config.setDataSource(database);
        config.setMaximumPoolSize(1);
        pool = new HikariDataSource(config);
        stores = OpenStores.start(
                JooqStores.on(pool).withMigration(Migration.BY_HOST).relayedBy(database));
    }

    @AfterEach
    void stop() {
        pool.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "insert into host_table (id) values (2)",
                "update host_table set id = 2",
                "delete from host_table",
                "create table other_table (id int)",
                "drop table host_table"
            })
    void refusesToWrite(String sql) throws SQLException {
        try (Connection tx = begin(true)) {
            tx.createStatement().executeQuery("select id from host_table").close();

            refused(() -> tx.createStatement().execute(sql));
            tx.rollback();
        }
        assertThat(OpenStores.number(pool, "select count(*) from host_table where id = 1"))
                .isEqualTo(1);
    }

    @Test
    void refusesToWriteThroughAStatementThatWasMadeBefore() throws SQLException {
        try (Connection tx = pool.getConnection()) {
            tx.setAutoCommit(false);
            PreparedStatement insert = tx.prepareStatement("insert into host_table (id) values (2)");
            stores.begin(tx, new TransactionTerms(NORTH, true));

            refused(insert::executeUpdate);
            tx.rollback();
        }
    }

    @Test
    void leavesNoWayBackToWritingInTheTransaction() throws SQLException {
        try (Connection tx = begin(true)) {
            Savepoint before = tx.setSavepoint();
            refused(() -> tx.createStatement().execute("set transaction read write"));
            tx.rollback(before);

            refused(() -> tx.createStatement().execute("insert into host_table (id) values (2)"));
            tx.rollback();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"commit", "rollback"})
    void refusesToWriteAfterAnEndThatWasSentAsText(String end) throws SQLException {
        try (Connection tx = begin(true)) {
            tx.createStatement().execute(end);

            refused(() -> tx.createStatement().execute("insert into host_table (id) values (2)"));
            tx.rollback();
        }
    }

    @Test
    void refusesToWriteInTheTransactionsThatFollow() throws SQLException {
        try (Connection tx = begin(true)) {
            tx.commit();
            stores.begin(tx, new TransactionTerms(NORTH, true));

            refused(() -> tx.createStatement().execute("delete from host_table"));
            tx.rollback();
        }
    }

    @Test
    void givesAConnectionBackThatWrites() throws SQLException {
        for (int i = 0; i < 2; i++) {
            try (Connection tx = begin(true)) {
                tx.rollback();
                stores.giveBack(tx);
            }
            try (Connection tx = begin(false)) {
                assertThat(tx.isReadOnly()).isFalse();
                tx.createStatement().execute("update host_table set id = 1");
                tx.commit();
                // the session too, not only the transaction
                tx.createStatement().execute("commit");
                assertThatCode(() -> tx.createStatement().execute("update host_table set id = 1"))
                        .doesNotThrowAnyException();
                tx.rollback();
            }
        }
    }

    @Test
    void givesAConnectionBackThatWritesAlsoWhenItWasClosedMeanwhile() throws SQLException {
        JooqStores plugin = JooqStores.on(pool).withMigration(Migration.BY_HOST);
        Stores closed = OpenStores.start(plugin);
        try (Connection tx = pool.getConnection()) {
            tx.setAutoCommit(false);
            closed.begin(tx, new TransactionTerms(NORTH, true));
            plugin.close();
            tx.rollback();

            closed.giveBack(tx);

            tx.createStatement().execute("update host_table set id = 1");
            tx.commit();
        }
    }

    private Connection begin(boolean readOnly) throws SQLException {
        Connection tx = pool.getConnection();
        tx.setAutoCommit(false);
        stores.begin(tx, new TransactionTerms(NORTH, readOnly));
        return tx;
    }

    private static void refused(org.assertj.core.api.ThrowableAssert.ThrowingCallable work) {
        // PostgreSQL: read-only transaction, active transaction; MariaDB: 1792 and 1568
        assertThatThrownBy(work)
                .isInstanceOfSatisfying(
                        SQLException.class, e -> assertThat(e.getSQLState()).isIn("25006", "25001"));
    }
}

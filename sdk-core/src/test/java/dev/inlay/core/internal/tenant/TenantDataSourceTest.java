package dev.inlay.core.internal.tenant;

import static dev.inlay.core.internal.tenant.MapDirectory.NORTH;
import static dev.inlay.core.internal.tenant.MapDirectory.SOUTH;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.inlay.api.error.InvalidValueException;
import dev.inlay.api.tenant.NoTenantException;
import dev.inlay.api.tenant.TenantAction;
import dev.inlay.testkit.contracts.Proves;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class TenantDataSourceTest {

    private final TenantEngine tenants = new TenantEngine(new MapDirectory(), () -> {}, false);
    private final AtomicInteger commits = new AtomicInteger();
    private final HikariDataSource pool = pool();
    private final DataSource dataSource = new TenantDataSource(
            () -> pool, TenantTransactions.plain(pool), tenants, tenant -> commits.incrementAndGet());

    @BeforeEach
    void createTable() throws SQLException {
        try (Connection connection = pool.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE claim(id VARCHAR(20) PRIMARY KEY)");
        }
    }

    @AfterEach
    void closeThePool() {
        pool.close();
    }

    @Test
    void beginsATransactionAndTellsOfItsCommit() throws SQLException {
        tenants.run(NORTH, () -> {
            try (Connection tx = dataSource.getConnection()) {
                assertThat(tx.getAutoCommit()).isFalse();
                insert(tx, "c-1");
                assertThat(commits).hasValue(0);

                tx.commit();

                assertThat(commits).hasValue(1);
            }
        });

        assertThat(claims()).containsExactly("c-1");
    }

    @Test
    void rollsBackWhatWasNotCommittedAndGivesTheConnectionBackAsItWas() throws SQLException {
        tenants.run(NORTH, () -> {
            Connection tx = dataSource.getConnection();
            insert(tx, "c-1");
            tx.close();
            tx.close();
            assertThat(tx.isClosed()).isTrue();
        });

        assertThat(commits).hasValue(0);
        assertThat(claims()).isEmpty();
        try (Connection own = pool.getConnection()) {
            assertThat(own.getAutoCommit()).isTrue();
        }
    }

    @Test
    void restoresAutocommitOnAConnectionThatNoPoolLooksAfter() throws SQLException {
        Connection single = h2("single").getConnection();
        List<String> closed = new ArrayList<>();
        DataSource careless = dataSourceOf(uncloseable(single, closed));
        DataSource wrapped =
                new TenantDataSource(() -> careless, TenantTransactions.plain(careless), tenants, tenant -> {});

        tenants.run(NORTH, () -> wrapped.getConnection().close());

        assertThat(single.getAutoCommit()).isTrue();
        assertThat(closed).containsExactly("close");
        single.close();
    }

    @Test
    void neverCommitsWhenTheRollbackFailsButGivesTheConnectionUp() throws SQLException {
        List<String> calls = new ArrayList<>();
        DataSource broken = dataSourceOf(brokenAtRollback(calls));
        DataSource wrapped =
                new TenantDataSource(() -> broken, TenantTransactions.plain(broken), tenants, tenant -> {});

        assertThatThrownBy(
                        () -> tenants.run(NORTH, () -> wrapped.getConnection().close()))
                .isInstanceOf(SQLException.class)
                .hasMessage("line cut");

        assertThat(calls).containsSubsequence("rollback", "abort", "close").doesNotContain("setAutoCommit true");
    }

    @Test
    void needsATenant() {
        assertRefused("tenant.none", dataSource::getConnection);
        assertRefused("tenant.none", () -> dataSource.getConnection("sa", ""));
        assertThat(pool.getHikariPoolMXBean().getActiveConnections()).isZero();
    }

    @Test
    void refusesAutocommit() throws SQLException {
        tenants.run(NORTH, () -> {
            try (Connection tx = dataSource.getConnection()) {
                tx.setAutoCommit(false);
                assertThatThrownBy(() -> tx.setAutoCommit(true))
                        .isInstanceOf(InvalidValueException.class)
                        .hasMessageContaining("autoCommit: must stay off");
                assertThat(tx.getAutoCommit()).isFalse();
            }
        });
    }

    @Test
    @Proves("TEN-2")
    void refusesStatementsAndCommitsWhereAnotherTenantOrNoneIsBound() throws SQLException {
        Connection tx = tenants.call(NORTH, dataSource::getConnection);
        PreparedStatement insert =
                tenants.call(NORTH, () -> tx.prepareStatement("INSERT INTO claim(id) VALUES ('c-1')"));

        for (ThrowingCallable use : List.<ThrowingCallable>of(
                tx::commit, tx::createStatement, () -> tx.prepareStatement("SELECT 1"), insert::executeUpdate)) {
            assertRefused("tenant.none", use);
            assertRefused("tenant.rebind", () -> tenants.run(SOUTH, asAction(use)));
        }

        tx.rollback();
        tx.close();
        assertThat(commits).hasValue(0);
        assertThat(claims()).isEmpty();
    }

    @Test
    void statementsKnowTheirConnectionAndUnwrapLeadsToTheDriver() throws SQLException {
        tenants.run(NORTH, () -> {
            try (Connection tx = dataSource.getConnection();
                    PreparedStatement statement = tx.prepareStatement("SELECT id FROM claim");
                    Statement plain = tx.createStatement()) {
                assertThat(statement.getConnection()).isSameAs(tx);
                assertThat(plain.getConnection()).isEqualTo(tx).hasSameHashCodeAs(tx);
                assertThat(tx.isWrapperFor(org.h2.jdbc.JdbcConnection.class)).isTrue();
                assertThat(tx.unwrap(org.h2.jdbc.JdbcConnection.class)).isNotNull();
                assertThatThrownBy(() -> plain.executeQuery("SELECT nonsense")).isInstanceOf(SQLException.class);
            }
        });
        assertThat(dataSource.isWrapperFor(HikariDataSource.class)).isTrue();
        assertThat(dataSource.unwrap(HikariDataSource.class)).isSameAs(pool);
    }

    @Test
    void aCommitStandsWhenWhatFollowsItFails() throws SQLException {
        DataSource wrapped = new TenantDataSource(() -> pool, TenantTransactions.plain(pool), tenants, tenant -> {
            throw new IllegalStateException("wake-up");
        });

        tenants.run(NORTH, () -> {
            try (Connection tx = wrapped.getConnection()) {
                insert(tx, "c-1");
                tx.commit();
            }
        });

        assertThat(claims()).containsExactly("c-1");
    }

    private static TenantAction<Exception> asAction(ThrowingCallable call) {
        return () -> {
            try {
                call.call();
            } catch (Exception e) {
                throw e;
            } catch (Throwable e) {
                throw new AssertionError(e);
            }
        };
    }

    private static void assertRefused(String code, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        NoTenantException.class, e -> assertThat(e.code()).isEqualTo(code));
    }

    private static void insert(Connection tx, String id) throws SQLException {
        try (PreparedStatement statement = tx.prepareStatement("INSERT INTO claim(id) VALUES (?)")) {
            statement.setString(1, id);
            assertThat(statement.executeUpdate()).isEqualTo(1);
        }
    }

    private List<String> claims() throws SQLException {
        List<String> ids = new ArrayList<>();
        try (Connection connection = pool.getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT id FROM claim ORDER BY id")) {
            while (rows.next()) {
                ids.add(rows.getString(1));
            }
        }
        return ids;
    }

    private static HikariDataSource pool() {
        HikariConfig config = new HikariConfig();
        config.setDataSource(h2(""));
        config.setMaximumPoolSize(1);
        return new HikariDataSource(config);
    }

    private static DataSource h2(String name) {
        JdbcDataSource h2 = new JdbcDataSource();
        h2.setURL("jdbc:h2:mem:" + name);
        return h2;
    }

    private static DataSource dataSourceOf(Connection connection) {
        return (DataSource) Proxy.newProxyInstance(
                TenantDataSourceTest.class.getClassLoader(),
                new Class<?>[] {DataSource.class},
                (proxy, method, args) -> connection);
    }

    private static Connection uncloseable(Connection connection, List<String> closed) {
        return (Connection) Proxy.newProxyInstance(
                TenantDataSourceTest.class.getClassLoader(),
                new Class<?>[] {Connection.class},
                (proxy, method, args) ->
                        method.getName().equals("close") ? note(closed, "close") : method.invoke(connection, args));
    }

    private static Connection brokenAtRollback(List<String> calls) {
        return (Connection) Proxy.newProxyInstance(
                TenantDataSourceTest.class.getClassLoader(),
                new Class<?>[] {Connection.class},
                (proxy, method, args) -> {
                    note(calls, method.getName() + (method.getName().equals("setAutoCommit") ? " " + args[0] : ""));
                    return switch (method.getName()) {
                        case "getAutoCommit" -> true;
                        case "isClosed" -> false;
                        case "rollback" -> throw new SQLException("line cut");
                        default -> null;
                    };
                });
    }

    private static Object note(List<String> calls, String call) {
        calls.add(call);
        return null;
    }
}

package dev.inlay.core.internal.tenant;

import static dev.inlay.core.internal.tenant.MapDirectory.NORTH;
import static dev.inlay.core.internal.tenant.MapDirectory.SOUTH;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
import java.util.List;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class ConnectionPartTest {

    private final MapDirectory directory = new MapDirectory();
    private final TenantEngine tenants = new TenantEngine(directory, () -> {}, false);
    private final JdbcDataSource host = new JdbcDataSource();
    private final DataSource dataSource =
            new TenantDataSource(() -> host, TenantTransactions.plain(host), tenants, tenant -> {});
    private Connection keepsTheDatabase;

    @BeforeEach
    void createTable() throws SQLException {
        host.setURL("jdbc:h2:mem:connection-part");
        keepsTheDatabase = host.getConnection();
        try (Statement statement = keepsTheDatabase.createStatement()) {
            statement.execute("CREATE TABLE claim(id VARCHAR(20) PRIMARY KEY)");
        }
    }

    @AfterEach
    void dropTheDatabase() throws SQLException {
        keepsTheDatabase.close();
    }

    @Test
    void whateverAConnectionLeadsToLeadsBackToIt() throws SQLException {
        tenants.run(NORTH, () -> {
            try (Connection tx = dataSource.getConnection();
                    PreparedStatement statement = tx.prepareStatement("SELECT id FROM claim");
                    ResultSet rows = statement.executeQuery()) {
                assertThat(tx.getMetaData().getConnection()).isSameAs(tx);
                assertThat(rows.getStatement()).isSameAs(statement);
                assertThat(statement.getResultSet().getStatement().getConnection())
                        .isSameAs(tx);
                assertThat(rows.isWrapperFor(org.h2.jdbc.JdbcResultSet.class)).isTrue();
                assertThat(rows.unwrap(org.h2.jdbc.JdbcResultSet.class)).isNotNull();
                assertThatThrownBy(() -> rows.getString("nonsense")).isInstanceOf(SQLException.class);
            }
        });
    }

    @Test
    void whatADriverSaysOfItselfLeadsBackToTheConnectionToo() throws SQLException {
        DataSource leading = (DataSource) leadingOn(DataSource.class);
        TenantDataSource wrapped =
                new TenantDataSource(() -> leading, TenantTransactions.plain(leading), tenants, tenant -> {});

        tenants.run(NORTH, () -> {
            try (Connection tx = wrapped.getConnection()) {
                Statement behind =
                        tx.getMetaData().getTables(null, null, null, null).getStatement();

                assertThat(behind.getConnection()).isSameAs(tx);
                assertThat(behind.getResultSet().getStatement()).isSameAs(behind);
                assertThat(behind.getGeneratedKeys().getStatement().getConnection())
                        .isSameAs(tx);
            }
        });
    }

    @Test
    @Proves("TEN-2")
    void refusesToChangeARowOfAResultWhereAnotherTenantOrNoneIsBound() throws SQLException {
        try (Connection tx = tenants.call(NORTH, dataSource::getConnection)) {
            ResultSet rows = tenants.call(
                    NORTH,
                    () -> tx.createStatement(ResultSet.TYPE_SCROLL_INSENSITIVE, ResultSet.CONCUR_UPDATABLE)
                            .executeQuery("SELECT id FROM claim"));
            rows.moveToInsertRow();
            rows.updateString(1, "c-1");

            for (TenantAction<SQLException> use :
                    List.<TenantAction<SQLException>>of(rows::insertRow, rows::updateRow, rows::deleteRow)) {
                assertRefused("tenant.none", use);
                assertRefused("tenant.rebind", () -> tenants.run(SOUTH, use));
            }
            tenants.run(NORTH, () -> {
                rows.insertRow();
                tx.commit();
            });
        }

        try (Connection own = host.getConnection();
                ResultSet claim = own.createStatement().executeQuery("SELECT id FROM claim")) {
            assertThat(claim.next()).isTrue();
        }
    }

    @Test
    @Proves("TEN-5")
    void handsOutNoRowWhereAnotherTenantOrNoneIsBound() throws SQLException {
        try (Connection tx = tenants.call(NORTH, dataSource::getConnection)) {
            ResultSet rows = tenants.call(NORTH, () -> tx.createStatement().executeQuery("SELECT 1"));

            assertRefused("tenant.none", rows::next);
            assertRefused("tenant.rebind", () -> tenants.run(SOUTH, rows::next));
            assertThat(tenants.<Boolean, SQLException>call(NORTH, rows::next)).isTrue();
        }
    }

    @Test
    @Proves("TEN-5")
    void refusesAConnectionOfATenantThatHasMoved() throws SQLException {
        try (Connection tx = tenants.call(NORTH, dataSource::getConnection)) {
            directory.place(NORTH, "elsewhere");

            assertRefused("tenant.rebind", () -> tenants.run(NORTH, tx::createStatement));
            assertRefused("tenant.rebind", () -> tenants.run(NORTH, tx::commit));
        }
    }

    @Test
    @Proves("TEN-5")
    void keepsTheSchemaThatThePlacementSays() throws SQLException {
        tenants.run(NORTH, () -> {
            try (Connection tx = dataSource.getConnection()) {
                assertThatThrownBy(() -> tx.setSchema("PUBLIC")).isInstanceOf(InvalidValueException.class);
                assertThatThrownBy(() -> tx.setCatalog("OTHER")).isInstanceOf(InvalidValueException.class);
            }
        });
    }

    private static void assertRefused(String code, TenantAction<SQLException> use) {
        assertThatThrownBy(use::run)
                .isInstanceOfSatisfying(
                        NoTenantException.class, e -> assertThat(e.code()).isEqualTo(code));
    }

    /** Answers whatever is asked for with another such object; a result knows the statement that it came from. */
    private static Object leadingOn(Class<?> type, Object... from) {
        return Proxy.newProxyInstance(
                ConnectionPartTest.class.getClassLoader(), new Class<?>[] {type}, (proxy, method, args) -> {
                    Class<?> answer = method.getReturnType();
                    if (answer == Statement.class && from.length == 1 && from[0] instanceof Statement) {
                        return from[0];
                    }
                    if (answer == boolean.class) {
                        return false;
                    }
                    return answer.isInterface() ? leadingOn(answer, proxy) : null;
                });
    }
}

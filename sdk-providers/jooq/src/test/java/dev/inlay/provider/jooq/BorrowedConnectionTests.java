package dev.inlay.provider.jooq;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.inlay.provider.jooq.internal.database.OwnTransaction;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How a connection goes back to a pool that does not tidy up, on whichever database the subclass opens. */
abstract class BorrowedConnectionTests {

    abstract DataSource open();

    @ParameterizedTest
    @CsvSource({
        "true, " + Connection.TRANSACTION_SERIALIZABLE,
        "false, " + Connection.TRANSACTION_SERIALIZABLE,
        "true, " + Connection.TRANSACTION_READ_COMMITTED,
        "false, " + Connection.TRANSACTION_READ_COMMITTED
    })
    void goesBackAsItCameWhetherTheWorkSucceedsOrFails(boolean autoCommit, int isolation) throws Exception {
        try (Connection connection = open().getConnection()) {
            connection.setTransactionIsolation(isolation);
            connection.setAutoCommit(autoCommit);
            DataSource pool = handingOut(connection);

            OwnTransaction.call(pool, borrowed -> {
                assertThat(borrowed.getAutoCommit()).isFalse();
                assertThat(borrowed.getTransactionIsolation()).isEqualTo(Connection.TRANSACTION_READ_COMMITTED);
                return true;
            });
            assertAsItCame(connection, autoCommit, isolation);
            assertThatThrownBy(() -> OwnTransaction.call(pool, borrowed -> {
                        throw new SQLException("broken");
                    }))
                    .hasMessage("broken");
            assertAsItCame(connection, autoCommit, isolation);
        }
    }

    @Test
    void rollsBackWhatTheWorkDidBeforeItFailed() throws Exception {
        DataSource database = open();
        OpenStores.execute(database, "create table host_table (id int)");

        assertThatThrownBy(() -> OwnTransaction.call(database, tx -> {
                    tx.createStatement().executeUpdate("insert into host_table (id) values (1)");
                    throw new IllegalStateException("broken");
                }))
                .isInstanceOf(IllegalStateException.class);

        assertThat(OpenStores.number(database, "select count(*) from host_table"))
                .isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"setAutoCommit", "close"})
    void saysThatItIsDoneWhenTheConnectionBreaksAfterTheCommit(String step) throws Exception {
        DataSource database = open();
        OpenStores.execute(database, "create table host_table (id int)");
        AtomicBoolean committed = new AtomicBoolean();
        AtomicBoolean aborted = new AtomicBoolean();

        int written = OwnTransaction.call(
                breaking(database, aborted, method -> {
                    committed.compareAndSet(false, method.equals("commit"));
                    return committed.get() && method.equals(step);
                }),
                tx -> tx.createStatement().executeUpdate("insert into host_table (id) values (1)"));

        assertThat(written).isEqualTo(1);
        assertThat(aborted).isTrue();
        assertThat(OpenStores.number(database, "select count(*) from host_table"))
                .isEqualTo(1);
    }

    @Test
    void givesUpAConnectionThatCannotBeRolledBack() throws Exception {
        DataSource database = open();
        AtomicBoolean aborted = new AtomicBoolean();

        assertThatThrownBy(() -> OwnTransaction.call(breaking(database, aborted, "rollback"::equals), tx -> {
                    throw new IllegalStateException("broken");
                }))
                .hasMessage("broken")
                .satisfies(e -> assertThat(e.getSuppressed()).hasSize(1));

        assertThat(aborted).isTrue();
    }

    private static DataSource breaking(DataSource database, AtomicBoolean aborted, Predicate<String> when) {
        return Watched.proxy(DataSource.class, (source, none) -> {
            Connection connection = database.getConnection();
            return Watched.proxy(Connection.class, (method, arguments) -> {
                if (method.getName().equals("abort")) {
                    aborted.set(true);
                }
                if (when.test(method.getName())) {
                    throw new SQLException("connection broken");
                }
                return method.invoke(connection, arguments);
            });
        });
    }

    private static void assertAsItCame(Connection connection, boolean autoCommit, int isolation) throws SQLException {
        assertThat(connection.getAutoCommit()).isEqualTo(autoCommit);
        assertThat(connection.getTransactionIsolation()).isEqualTo(isolation);
    }

    /** A pool of one, in which closing gives back. */
    private static DataSource handingOut(Connection connection) {
        Connection kept = Watched.proxy(
                Connection.class,
                (method, arguments) -> method.getName().equals("close") ? null : method.invoke(connection, arguments));
        return Watched.proxy(DataSource.class, (method, arguments) -> kept);
    }
}

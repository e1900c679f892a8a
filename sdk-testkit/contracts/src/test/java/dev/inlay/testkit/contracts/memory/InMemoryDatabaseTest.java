package dev.inlay.testkit.contracts.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.inlay.api.error.InvalidValueException;
import dev.inlay.api.error.TransactionLostException;
import dev.inlay.testkit.contracts.Proves;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

@Proves("KIT-5")
final class InMemoryDatabaseTest {

    private final InMemoryDatabase database = new InMemoryDatabase();
    private final List<String> seen = new ArrayList<>();

    @Test
    void appliesChangesAtCommitAndNotBefore() throws SQLException {
        try (Connection tx = begin()) {
            InMemoryDatabase.transactionOf(tx).onCommit(() -> seen.add("first"));
            InMemoryDatabase.transactionOf(tx).onCommit(() -> seen.add("second"));
            assertThat(seen).isEmpty();

            tx.commit();

            assertThat(seen).containsExactly("first", "second");
        }
    }

    @Test
    void undoesAtRollbackAndAtCloseWithoutCommit() throws SQLException {
        try (Connection tx = begin()) {
            InMemoryTransaction transaction = InMemoryDatabase.transactionOf(tx);
            transaction.onCommit(() -> seen.add("applied"));
            transaction.onRollback(() -> seen.add("undone first"));
            transaction.onRollback(() -> seen.add("undone last"));
            tx.rollback();
            InMemoryDatabase.transactionOf(tx).onRollback(() -> seen.add("closed"));
        }

        assertThat(seen).containsExactly("undone last", "undone first", "closed");
    }

    @Test
    void keepsLocalsForOneTransaction() throws SQLException {
        try (Connection tx = begin()) {
            List<String> first = InMemoryDatabase.transactionOf(tx).local("rows", ArrayList<String>::new);
            first.add("mine");

            assertThat(InMemoryDatabase.transactionOf(tx).<List<String>>local("rows", ArrayList<String>::new))
                    .isSameAs(first);
            tx.commit();

            assertThat(InMemoryDatabase.transactionOf(tx).<List<String>>local("rows", ArrayList<String>::new))
                    .isEmpty();
        }
    }

    @Test
    void holdsALockUntilTheTransactionEnds() throws Exception {
        CompletableFuture<String> other;
        try (Connection tx = begin()) {
            InMemoryDatabase.transactionOf(tx).lock("row");
            InMemoryDatabase.transactionOf(tx).lock("row");
            InMemoryDatabase.transactionOf(tx).onCommit(() -> seen.add("one"));
            other = CompletableFuture.supplyAsync(() -> database.inTransaction(transaction -> {
                transaction.lock("row");
                return String.join(",", seen);
            }));
            assertThatThrownBy(() -> other.get(50, TimeUnit.MILLISECONDS))
                    .isInstanceOf(java.util.concurrent.TimeoutException.class);

            tx.commit();
        }

        assertThat(other.get(30, TimeUnit.SECONDS)).isEqualTo("one");
    }

    @Test
    void losesATransactionThatWaitsTooLongAndRefusesToCommitIt() throws SQLException {
        InMemoryDatabase impatient = new InMemoryDatabase(Duration.ZERO);
        try (Connection holder = impatient.dataSource().getConnection();
                Connection tx = impatient.dataSource().getConnection()) {
            holder.setAutoCommit(false);
            tx.setAutoCommit(false);
            InMemoryDatabase.transactionOf(holder).lock("row");
            InMemoryDatabase.transactionOf(tx).onCommit(() -> seen.add("lost"));

            assertThatThrownBy(() -> InMemoryDatabase.transactionOf(tx).lock("row"))
                    .isInstanceOf(TransactionLostException.class);
            assertThatThrownBy(tx::commit).isInstanceOf(SQLException.class).hasMessageContaining("rolled back");
            assertThat(seen).isEmpty();
        }
    }

    @Test
    void breaksADeadlockAtOnce() throws SQLException, InterruptedException {
        InMemoryDatabase patient = new InMemoryDatabase(Duration.ofMinutes(10));
        try (Connection one = patient.dataSource().getConnection();
                Connection two = patient.dataSource().getConnection()) {
            one.setAutoCommit(false);
            two.setAutoCommit(false);
            InMemoryDatabase.transactionOf(one).lock("a");
            InMemoryDatabase.transactionOf(two).lock("b");
            CompletableFuture<Void> oneWaits =
                    CompletableFuture.runAsync(() -> crossing(one, "b"), InMemoryDatabaseTest::onItsOwnThread);
            CompletableFuture<Void> twoWaits =
                    CompletableFuture.runAsync(() -> crossing(two, "a"), InMemoryDatabaseTest::onItsOwnThread);

            CompletableFuture.allOf(oneWaits, twoWaits)
                    .exceptionally(failure -> null)
                    .join();

            assertThat(List.of(oneWaits, twoWaits).stream().filter(CompletableFuture::isCompletedExceptionally))
                    .singleElement()
                    .satisfies(lost -> assertThatThrownBy(lost::get)
                            .isInstanceOf(ExecutionException.class)
                            .hasCauseInstanceOf(TransactionLostException.class));
        }
    }

    @Test
    void refusesAutocommitForeignConnectionsSavepointsAndSql() throws SQLException {
        try (Connection connection = database.dataSource().getConnection()) {
            assertThatThrownBy(() -> InMemoryDatabase.transactionOf(connection))
                    .isInstanceOfSatisfying(
                            InvalidValueException.class,
                            e -> assertThat(e.field()).isEqualTo("tx"));
            assertThatThrownBy(connection::createStatement)
                    .isInstanceOf(SQLFeatureNotSupportedException.class)
                    .hasMessageContaining("no SQL");
            connection.setAutoCommit(false);
            assertThatThrownBy(connection::setSavepoint).isInstanceOf(SQLFeatureNotSupportedException.class);
        }
    }

    /** The common pool may have one thread only, and both must wait at once. */
    private static void onItsOwnThread(Runnable task) {
        Thread thread = new Thread(task, "crossing");
        thread.setDaemon(true);
        thread.start();
    }

    private static void crossing(Connection tx, String key) {
        try {
            InMemoryDatabase.transactionOf(tx).lock(key);
        } catch (TransactionLostException e) {
            rollback(tx);
            throw e;
        }
    }

    private static void rollback(Connection tx) {
        try {
            tx.rollback();
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    private Connection begin() throws SQLException {
        Connection connection = database.dataSource().getConnection();
        connection.setAutoCommit(false);
        return connection;
    }
}

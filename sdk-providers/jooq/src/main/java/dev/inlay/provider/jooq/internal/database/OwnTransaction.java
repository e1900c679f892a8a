package dev.inlay.provider.jooq.internal.database;

import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;

/** A short transaction at READ COMMITTED on a borrowed connection, which goes back as it came. */
public final class OwnTransaction {

    private OwnTransaction() {}

    /** What is done in it. */
    @FunctionalInterface
    public interface Work<T> {

        /** Works; what it throws rolls back. */
        T on(Connection connection) throws SQLException;
    }

    /**
     * Works, and commits when that returns.
     *
     * @param dataSource where to borrow
     * @param work runs once
     * @return what the work returned
     * @throws SQLException as the driver does
     */
    public static <T> T call(DataSource dataSource, Work<T> work) throws SQLException {
        try (Connection connection = dataSource.getConnection()) {
            boolean autoCommit = connection.getAutoCommit();
            int isolation = connection.getTransactionIsolation();
            try {
                begin(connection, autoCommit, isolation);
                T result = work.on(connection);
                connection.commit();
                restore(connection, autoCommit, isolation);
                return result;
            } catch (SQLException | RuntimeException | Error e) {
                giveUp(connection, autoCommit, isolation, e);
                throw e;
            }
        }
    }

    private static void begin(Connection connection, boolean autoCommit, int isolation) throws SQLException {
        if (!autoCommit) {
            // asking for the isolation began a transaction, in which it cannot be changed
            connection.rollback();
        }
        if (isolation != Connection.TRANSACTION_READ_COMMITTED) {
            connection.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
        }
        if (autoCommit) {
            connection.setAutoCommit(false);
        }
    }

    private static void restore(Connection connection, boolean autoCommit, int isolation) throws SQLException {
        if (autoCommit) {
            connection.setAutoCommit(true);
        }
        if (isolation != Connection.TRANSACTION_READ_COMMITTED) {
            connection.setTransactionIsolation(isolation);
        }
    }

    private static void giveUp(Connection connection, boolean autoCommit, int isolation, Throwable failure) {
        try {
            connection.rollback();
            restore(connection, autoCommit, isolation);
        } catch (SQLException e) {
            failure.addSuppressed(e);
        }
    }
}

package dev.inlay.provider.jooq.internal.database;

import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;

/** A short transaction at READ COMMITTED on a borrowed connection, which goes back as it came or not at all. */
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
        Connection connection = dataSource.getConnection();
        boolean autoCommit;
        int isolation;
        try {
            autoCommit = connection.getAutoCommit();
            isolation = connection.getTransactionIsolation();
        } catch (SQLException | RuntimeException e) {
            abort(connection, e);
            throw e;
        }
        T result;
        try {
            begin(connection, autoCommit, isolation);
            result = work.on(connection);
            connection.commit();
        } catch (SQLException | RuntimeException | Error e) {
            giveUp(connection, autoCommit, isolation, e);
            throw e;
        }
        giveBack(connection, autoCommit, isolation);
        return result;
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

    /** What was committed stays so, whatever becomes of the connection. */
    private static void giveBack(Connection connection, boolean autoCommit, int isolation) {
        try {
            restore(connection, autoCommit, isolation);
            connection.close();
        } catch (SQLException | RuntimeException e) {
            abort(connection, e);
        }
    }

    private static void giveUp(Connection connection, boolean autoCommit, int isolation, Throwable failure) {
        try {
            connection.rollback();
            restore(connection, autoCommit, isolation);
            connection.close();
        } catch (SQLException | RuntimeException e) {
            failure.addSuppressed(e);
            abort(connection, failure);
        }
    }

    /** Nobody else gets a connection whose state is not known. Pools want it closed as well. */
    private static void abort(Connection connection, Throwable failure) {
        try (connection) {
            connection.abort(Runnable::run);
        } catch (SQLException | RuntimeException e) {
            failure.addSuppressed(e);
        }
    }
}

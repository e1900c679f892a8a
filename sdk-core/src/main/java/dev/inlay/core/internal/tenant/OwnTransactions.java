package dev.inlay.core.internal.tenant;

import dev.inlay.api.error.StoreException;
import dev.inlay.api.error.TransactionLostException;
import dev.inlay.api.tenant.TenantContext;
import java.sql.Connection;
import java.sql.SQLException;

/**
 * The engine's own short transactions for a tenant, whoever is bound to the thread; prepared as the host's are.
 * Thread-safe; blocks for the database.
 */
public final class OwnTransactions {

    private static final int ATTEMPTS = 5;

    private final TenantTransactions transactions;

    /**
     * Opens nothing.
     *
     * @param transactions where each tenant's connections come from
     */
    public OwnTransactions(TenantTransactions transactions) {
        this.transactions = transactions;
    }

    /**
     * What is done in one.
     *
     * @param <T> what it returns
     */
    @FunctionalInterface
    public interface Work<T> {

        /**
         * Works; what it throws rolls back.
         *
         * @param tx autocommit off
         * @return its result
         */
        T on(Connection tx);
    }

    /**
     * Works in a transaction and commits it, again when it lost against another one.
     *
     * @param tenant whose it is
     * @param doing what is done, for messages
     * @param work may run more than once
     * @param <T> what it returns
     * @return what the work returned
     * @throws StoreException with code {@code store.connection}, retryable, when nothing was done; with
     *     {@code store.unanswered} when it is not known whether it was
     */
    public <T> T call(TenantContext tenant, String doing, Work<T> work) {
        for (int attempt = 1; ; attempt++) {
            try {
                return once(tenant, doing, false, work);
            } catch (TransactionLostException e) {
                if (attempt == ATTEMPTS) {
                    throw e;
                }
            }
        }
    }

    /**
     * Begins a transaction that may only read, and ends it.
     *
     * @param tenant whose it is
     * @param doing what it is begun for, for messages
     * @throws StoreException with code {@code store.read-only} where the database cannot see to that
     */
    public void probeReadOnly(TenantContext tenant, String doing) {
        once(tenant, doing, true, tx -> true);
    }

    private <T> T once(TenantContext tenant, String doing, boolean readOnly, Work<T> work) {
        Connection connection = connect(tenant, doing);
        boolean autoCommit = true;
        T result;
        try {
            autoCommit = connection.getAutoCommit();
            result = within(connection, tenant, readOnly, work);
        } catch (SQLException e) {
            abort(connection, e);
            throw new StoreException(
                    "store.unanswered", false, doing + ": no answer to whether it was done; look, and do it again", e);
        } catch (RuntimeException | Error e) {
            giveUp(connection, tenant, autoCommit, e);
            throw e;
        }
        giveBack(connection, tenant, autoCommit);
        return result;
    }

    private Connection connect(TenantContext tenant, String doing) {
        try {
            return transactions.dataSource(tenant).getConnection();
        } catch (SQLException e) {
            throw new StoreException(
                    "store.connection", true, doing + ": no connection, so nothing was done; try again", e);
        }
    }

    private <T> T within(Connection connection, TenantContext tenant, boolean readOnly, Work<T> work)
            throws SQLException {
        if (connection.getAutoCommit()) {
            connection.setAutoCommit(false);
        }
        transactions.begin(connection, tenant, readOnly);
        T result = work.on(connection);
        connection.commit();
        return result;
    }

    private void giveUp(Connection connection, TenantContext tenant, boolean autoCommit, Throwable failure) {
        try {
            connection.rollback();
        } catch (SQLException | RuntimeException e) {
            failure.addSuppressed(e);
            abort(connection, failure);
            return;
        }
        giveBack(connection, tenant, autoCommit);
    }

    /** What was committed stays so, whatever becomes of the connection. */
    private void giveBack(Connection connection, TenantContext tenant, boolean autoCommit) {
        try {
            transactions.giveBack(connection, tenant);
            connection.setAutoCommit(autoCommit);
            connection.close();
        } catch (SQLException | RuntimeException e) {
            abort(connection, e);
        }
    }

    /** Nobody else gets a connection whose state is not known. */
    private static void abort(Connection connection, Throwable failure) {
        try (connection) {
            connection.abort(Runnable::run);
        } catch (SQLException | RuntimeException e) {
            failure.addSuppressed(e);
        }
    }
}

package dev.inlay.core.internal.tenant;

import dev.inlay.api.tenant.TenantContext;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;

/** Where a tenant's transactions run, and what prepares them. Thread-safe. */
public interface TenantTransactions {

    /**
     * The host's data source that holds a tenant's rows.
     *
     * @param tenant whose
     * @return unwrapped
     */
    DataSource dataSource(TenantContext tenant);

    /**
     * Prepares a transaction that has just begun.
     *
     * @param tx nothing done in it yet
     * @param tenant whose it is
     * @param readOnly whether the database must refuse every write
     * @throws SQLException as the driver does
     */
    void begin(Connection tx, TenantContext tenant, boolean readOnly) throws SQLException;

    /**
     * Undoes what holds for longer than a transaction.
     *
     * @param connection rolled back, about to go back to its pool
     * @param tenant whose it was
     * @throws SQLException as the driver does
     */
    void giveBack(Connection connection, TenantContext tenant) throws SQLException;

    /**
     * A data source whose transactions need no preparing.
     *
     * @param dataSource for every tenant
     * @return transactions on it
     */
    static TenantTransactions plain(DataSource dataSource) {
        return new TenantTransactions() {
            @Override
            public DataSource dataSource(TenantContext tenant) {
                return dataSource;
            }

            @Override
            public void begin(Connection tx, TenantContext tenant, boolean readOnly) {}

            @Override
            public void giveBack(Connection connection, TenantContext tenant) {}
        };
    }
}

package dev.inlay.core.internal;

import dev.inlay.api.tenant.TenantContext;
import dev.inlay.core.internal.tenant.TenantTransactions;
import dev.inlay.spi.store.Stores;
import dev.inlay.spi.store.TransactionTerms;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;

/** Transactions on the database that the stores are kept in. */
record StoreTransactions(Stores stores) implements TenantTransactions {

    @Override
    public DataSource dataSource(TenantContext tenant) {
        return stores.dataSource();
    }

    @Override
    public void begin(Connection tx, TenantContext tenant, boolean readOnly) throws SQLException {
        stores.begin(tx, new TransactionTerms(tenant, readOnly));
    }

    @Override
    public void giveBack(Connection connection, TenantContext tenant) throws SQLException {
        stores.giveBack(connection);
    }
}

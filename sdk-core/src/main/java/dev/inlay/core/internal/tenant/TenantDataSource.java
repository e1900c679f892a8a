package dev.inlay.core.internal.tenant;

import dev.inlay.api.tenant.TenantContext;
import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * The host's own data source, each connection of which belongs to the tenant that was bound when it was taken.
 *
 * <p>A connection begins a transaction, prepared for its tenant before its first statement. It refuses autocommit, and
 * refuses statements, changes to a result's rows and commits while another tenant or none is bound; a rollback and a
 * close are always welcome. Closed without commit, it is rolled back; then the pool has it back in the mode that it was
 * taken in. Statements, results and metadata lead back to it. This guards against mistakes: what {@code unwrap} hands
 * out is the driver's own.
 */
public final class TenantDataSource implements DataSource {

    private final Supplier<DataSource> host;
    private final TenantTransactions transactions;
    private final TenantEngine tenants;
    private final Consumer<TenantContext> afterCommit;

    /**
     * Creates a data source.
     *
     * @param host answers for what concerns no tenant, such as {@code unwrap}; asked for at each use, never before
     * @param transactions where each tenant's connections come from
     * @param tenants tells who is bound
     * @param afterCommit told on the committing thread whose commit succeeded; neither blocks nor throws
     */
    public TenantDataSource(
            Supplier<DataSource> host,
            TenantTransactions transactions,
            TenantEngine tenants,
            Consumer<TenantContext> afterCommit) {
        this.host = host;
        this.transactions = transactions;
        this.tenants = tenants;
        this.afterCommit = afterCommit;
    }

    @Override
    public Connection getConnection() throws SQLException {
        TenantContext tenant = tenants.current();
        return begin(tenant, transactions.dataSource(tenant).getConnection());
    }

    @Override
    public Connection getConnection(String user, String password) throws SQLException {
        TenantContext tenant = tenants.current();
        return begin(tenant, transactions.dataSource(tenant).getConnection(user, password));
    }

    private Connection begin(TenantContext tenant, Connection connection) throws SQLException {
        try {
            boolean autoCommit = connection.getAutoCommit();
            if (autoCommit) {
                connection.setAutoCommit(false);
            }
            return TenantConnection.of(
                    connection,
                    new BoundTransaction(tenants, tenant, transactions, connection),
                    autoCommit,
                    afterCommit);
        } catch (SQLException | RuntimeException e) {
            try (connection) {
                throw e;
            }
        }
    }

    @Override
    public @Nullable PrintWriter getLogWriter() throws SQLException {
        return host.get().getLogWriter();
    }

    @Override
    public void setLogWriter(@Nullable PrintWriter out) throws SQLException {
        host.get().setLogWriter(out);
    }

    @Override
    public void setLoginTimeout(int seconds) throws SQLException {
        host.get().setLoginTimeout(seconds);
    }

    @Override
    public int getLoginTimeout() throws SQLException {
        return host.get().getLoginTimeout();
    }

    @Override
    public Logger getParentLogger() throws SQLFeatureNotSupportedException {
        return host.get().getParentLogger();
    }

    @Override
    public <T> T unwrap(Class<T> type) throws SQLException {
        DataSource wrapped = host.get();
        return type.isInstance(wrapped) ? type.cast(wrapped) : wrapped.unwrap(type);
    }

    @Override
    public boolean isWrapperFor(Class<?> type) throws SQLException {
        DataSource wrapped = host.get();
        return type.isInstance(wrapped) || wrapped.isWrapperFor(type);
    }
}

package dev.inlay.core.internal.tenant;

import dev.inlay.api.tenant.NoTenantException;
import dev.inlay.api.tenant.TenantContext;
import java.sql.Connection;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * The transactions of one connection that was taken for a tenant: refuses work while another tenant, or none, is bound,
 * and prepares each transaction before its first statement. As a connection, used by one thread at a time.
 */
final class BoundTransaction {

    private final TenantEngine tenants;
    private final TenantContext tenant;
    private final TenantTransactions transactions;
    private final Connection connection;
    private final @Nullable AccessLease lease;
    private final boolean readOnly;
    private boolean begun;

    BoundTransaction(
            TenantEngine tenants, TenantContext tenant, TenantTransactions transactions, Connection connection) {
        this.tenants = tenants;
        this.tenant = tenant;
        this.transactions = transactions;
        this.connection = connection;
        this.lease = tenants.lease();
        this.readOnly = tenants.isReadOnly();
    }

    TenantContext tenant() {
        return tenant;
    }

    boolean isReadOnly() {
        return readOnly;
    }

    /** Lets work through for the bound tenant only, by the right that the connection was taken with. */
    void require() {
        if (!tenants.isBound(tenant, lease)) {
            throw refused();
        }
    }

    private NoTenantException refused() {
        String connectionOf = "a connection of tenant '" + tenant.id() + "' was used ";
        TenantContext now = tenants.currentIfBound()
                .orElseThrow(() -> new NoTenantException(
                        "tenant.none",
                        connectionOf + "where no tenant is bound; close it inside of the work that it was opened in"));
        if (!now.id().equals(tenant.id())) {
            return new NoTenantException(
                    "tenant.rebind",
                    connectionOf + "in work of tenant '" + now.id() + "'; take one inside of each tenant's own work");
        }
        if (!now.profile().placement().equals(tenant.profile().placement())) {
            return new NoTenantException(
                    "tenant.rebind",
                    connectionOf + "after the tenant had moved from placement '"
                            + tenant.profile().placement() + "' to '"
                            + now.profile().placement() + "'; take another one");
        }
        return new NoTenantException(
                "tenant.rebind",
                connectionOf + "under another right than it was taken with; take one inside of each piece of work");
    }

    /** Lets work through for the bound tenant only, in a transaction that is prepared for it. */
    void requireBegun() throws SQLException {
        require();
        if (!begun) {
            transactions.begin(connection, tenant, readOnly);
            if (lease != null) {
                lease.recheck(connection);
            }
            begun = true;
        }
    }

    /** The next statement begins another transaction. */
    void ended() {
        begun = false;
    }

    void giveBack() throws SQLException {
        transactions.giveBack(connection, tenant);
    }
}

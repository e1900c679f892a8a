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

    /** Lets work through for the bound tenant only. */
    void require() {
        TenantContext now = tenants.currentIfBound()
                .orElseThrow(() -> new NoTenantException(
                        "tenant.none",
                        "a connection of tenant '" + tenant.id() + "' was used where no tenant is bound; close it"
                                + " inside of the work that it was opened in"));
        if (!now.id().equals(tenant.id())) {
            throw new NoTenantException(
                    "tenant.rebind",
                    "a connection of tenant '" + tenant.id() + "' was used in work of tenant '" + now.id()
                            + "'; take one inside of each tenant's own work");
        }
        if (readOnly != tenants.isReadOnly()) {
            throw new NoTenantException(
                    "tenant.rebind",
                    "a connection of tenant '" + tenant.id() + "' was used under another right to write than it was"
                            + " taken with; take one inside of each piece of work");
        }
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

    /** Lets no more rows out of a result once access has ended. */
    void requireAccess() {
        if (lease != null) {
            lease.require();
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

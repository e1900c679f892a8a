package dev.inlay.core.internal.tenant;

import dev.inlay.api.tenant.CarriedTenant;
import dev.inlay.api.tenant.Origin;
import dev.inlay.api.tenant.TenantId;
import dev.inlay.api.tenant.TenantScope;
import org.jspecify.annotations.Nullable;

/**
 * A tenant on its way to another thread.
 *
 * @param lease the access it is bound by; {@code null} for the tenant's own right
 */
record Carried(
        TenantEngine tenants, TenantId tenant, @Nullable AccessLease lease) implements CarriedTenant {

    @Override
    public TenantScope open() {
        return lease == null ? tenants.open(tenant, Origin.CARRIED) : tenants.open(lease, Origin.CARRIED);
    }

    @Override
    public String toString() {
        return tenant.value();
    }
}

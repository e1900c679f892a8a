package dev.inlay.core.internal.tenant;

import dev.inlay.api.tenant.CarriedTenant;
import dev.inlay.api.tenant.Origin;
import dev.inlay.api.tenant.TenantAction;
import dev.inlay.api.tenant.TenantId;
import dev.inlay.api.tenant.TenantScope;
import dev.inlay.api.tenant.TenantTask;
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
    public <X extends Exception> void run(TenantAction<X> action) throws X {
        if (lease == null) {
            tenants.run(tenant, Origin.CARRIED, action);
        } else {
            tenants.<Boolean, X>call(lease, Origin.CARRIED, () -> {
                action.run();
                return true;
            });
        }
    }

    @Override
    public <T extends @Nullable Object, X extends Exception> T call(TenantTask<T, X> task) throws X {
        return lease == null ? tenants.call(tenant, Origin.CARRIED, task) : tenants.call(lease, Origin.CARRIED, task);
    }

    @Override
    public String toString() {
        return tenant.value();
    }
}

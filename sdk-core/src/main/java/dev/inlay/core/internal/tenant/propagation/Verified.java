package dev.inlay.core.internal.tenant.propagation;

import dev.inlay.api.tenant.Origin;
import dev.inlay.api.tenant.TenantAction;
import dev.inlay.api.tenant.TenantId;
import dev.inlay.api.tenant.TenantScope;
import dev.inlay.api.tenant.TenantTask;
import dev.inlay.api.tenant.VerifiedTenant;
import dev.inlay.core.internal.tenant.TenantEngine;
import org.jspecify.annotations.Nullable;

/** A tenant that is believed. */
record Verified(TenantEngine tenants, TenantId tenant, String issuer, Origin origin) implements VerifiedTenant {

    @Override
    public <X extends Exception> void run(TenantAction<X> action) throws X {
        tenants.run(tenant, origin, action);
    }

    @Override
    public <T extends @Nullable Object, X extends Exception> T call(TenantTask<T, X> task) throws X {
        return tenants.call(tenant, origin, task);
    }

    @Override
    public TenantScope open() {
        return tenants.open(tenant, origin);
    }

    @Override
    public String toString() {
        return tenant + " from " + issuer;
    }
}

package dev.inlay.core.internal.tenant;

import dev.inlay.api.tenant.NoTenantException;
import dev.inlay.api.tenant.TenantId;
import dev.inlay.api.tenant.Tenants;

/** The tenant that a connection was opened for; refuses its use while another one, or none, is bound. */
record BoundTenant(Tenants tenants, TenantId id) {

    void require() {
        TenantId now = tenants.currentIfBound()
                .orElseThrow(() -> new NoTenantException(
                        "tenant.none",
                        "a connection of tenant '" + id + "' was used where no tenant is bound; close it inside of the"
                                + " work that it was opened in"))
                .id();
        if (!now.equals(id)) {
            throw new NoTenantException(
                    "tenant.rebind",
                    "a connection of tenant '" + id + "' was used in work of tenant '" + now
                            + "'; take one inside of each tenant's own work");
        }
    }
}

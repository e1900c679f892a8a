package dev.inlay.spi.entitlement;

import dev.inlay.api.tenant.TenantPath;
import dev.inlay.spi.ExtensionPoint;
import java.util.List;

/**
 * Says what tenants were granted. The engine compiles what all sources say into one snapshot per tenant, off the hot
 * path, and keeps it until {@link #version()} changes or a set begins or ends. Thread-safe.
 *
 * @since 0.1
 */
@ExtensionPoint(ExtensionPoint.Cardinality.MANY)
public interface EntitlementSource {

    /**
     * Everything granted to a tenant, past and future sets included. May block.
     *
     * @param path the tenant
     * @return empty when this source knows nothing of it
     */
    List<GrantSet> load(TenantPath path);

    /**
     * The version of the source as a whole. Asked on every check, so it neither blocks nor allocates.
     *
     * @return grows with every change
     */
    long version();
}

package dev.inlay.spi.event;

import dev.inlay.api.tenant.TenantProfile;
import dev.inlay.spi.ExtensionPoint;

/**
 * Says how large each tenant's share of a target is while several tenants have events for it. A tenant of weight 3 is
 * sent three events for each one of a tenant of weight 1; who has nothing to send leaves its share to the others and
 * saves none of it. The engine keeps what it was told, asks again when {@link #version()} or the tenant's profile
 * changed, and does so on a thread that delivers nothing, at least once a second; until it was answered, a tenant has
 * {@link #DEFAULT_WEIGHT}. Without this extension all shares are equal. Thread-safe.
 *
 * @since 0.1
 */
@ExtensionPoint(ExtensionPoint.Cardinality.ONE)
public interface DeliveryShares {

    /** The weight of a tenant that nothing is said of. */
    int DEFAULT_WEIGHT = 1;

    /** The largest weight. */
    int LARGEST_WEIGHT = 100;

    /**
     * The weight of a tenant. May block. What it throws is logged, and leaves the weight as it was.
     *
     * @param tenant as the directory knows it
     * @return 1 to 100; what is beyond is taken as the nearest of the two
     */
    int weight(TenantProfile tenant);

    /**
     * The version of all weights together. Cheap: it neither blocks nor allocates.
     *
     * @return another one after every change
     */
    long version();
}

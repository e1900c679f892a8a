package dev.inlay.spi.store;

import dev.inlay.api.tenant.TenantId;
import java.time.Instant;

/**
 * Deliveries of one tenant to one target within a time.
 *
 * @param tenant whose
 * @param target where they went
 * @param from inclusive
 * @param until exclusive
 * @since 0.1
 */
public record DeliveryWindow(TenantId tenant, String target, Instant from, Instant until) {}

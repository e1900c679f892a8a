package dev.inlay.spi.store;

import dev.inlay.api.tenant.TenantId;

/**
 * The events of one tenant for one target within one shard: what a relay reads in one go.
 *
 * @param shard from 0
 * @param tenant whose events
 * @param target where they go
 * @since 0.1
 */
public record Lane(int shard, TenantId tenant, String target) {}

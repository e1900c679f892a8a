package dev.inlay.api.event;

import dev.inlay.api.tenant.TenantId;

/**
 * How much waits for one tenant and target.
 *
 * @param tenant whose events
 * @param target where they go
 * @param pending committed, not yet acknowledged
 * @param parked set aside
 * @since 0.1
 */
public record Backlog(TenantId tenant, String target, long pending, long parked) {}

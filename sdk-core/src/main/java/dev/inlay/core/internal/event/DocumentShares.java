package dev.inlay.core.internal.event;

import dev.inlay.api.tenant.TenantId;
import dev.inlay.api.tenant.TenantProfile;
import dev.inlay.spi.event.DeliveryShares;
import java.util.Map;

/** Weights held in memory and replaced as a whole: a tenant's own, else its tier's. All are equal at first. */
final class DocumentShares implements DeliveryShares {

    private volatile State state = new State(0, Map.of(), Map.of());

    @Override
    public int weight(TenantProfile tenant) {
        State now = state;
        Integer own = now.byTenant.get(tenant.id());
        return own != null ? own : now.byTier.getOrDefault(tenant.tier(), DEFAULT_WEIGHT);
    }

    @Override
    public long version() {
        return state.version;
    }

    synchronized void replace(Map<String, Integer> byTier, Map<TenantId, Integer> byTenant) {
        State before = state;
        if (!before.byTier.equals(byTier) || !before.byTenant.equals(byTenant)) {
            state = new State(before.version + 1, Map.copyOf(byTier), Map.copyOf(byTenant));
        }
    }

    private record State(long version, Map<String, Integer> byTier, Map<TenantId, Integer> byTenant) {}
}

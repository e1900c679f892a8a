package dev.inlay.core.internal.entitlement;

import dev.inlay.api.tenant.TenantId;
import dev.inlay.api.tenant.TenantPath;
import dev.inlay.spi.entitlement.EntitlementSource;
import dev.inlay.spi.entitlement.GrantSet;
import java.util.List;
import java.util.Map;

/** Grants held in memory and replaced as a whole. Grants nothing, at version 0, until the first replacement. */
final class DocumentEntitlements implements EntitlementSource {

    private volatile State state = new State(0, Map.of());

    @Override
    public List<GrantSet> load(TenantPath path) {
        return state.sets.getOrDefault(path.tenant(), List.of());
    }

    @Override
    public long version() {
        return state.version;
    }

    synchronized void replace(Map<TenantId, List<GrantSet>> sets) {
        state = new State(state.version + 1, Map.copyOf(sets));
    }

    private record State(long version, Map<TenantId, List<GrantSet>> sets) {}
}

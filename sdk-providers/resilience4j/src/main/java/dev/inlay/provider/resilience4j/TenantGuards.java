package dev.inlay.provider.resilience4j;

import dev.inlay.api.tenant.TenantId;
import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The guards of each tenant at one target, for a bounded number of tenants. Beyond it the one that was used longest ago
 * is forgotten; one that has calls under way, or an open circuit breaker, never is. Thread-safe.
 */
final class TenantGuards {

    private final String target;
    private final Resilience.Settings settings;
    private final Duration patience;
    private final SteadyClock clock;
    private final Map<TenantId, TenantGuard> byTenant = new LinkedHashMap<>(16, 0.75f, true);

    TenantGuards(String target, Resilience.Settings settings, Duration patience, SteadyClock clock) {
        this.target = target;
        this.settings = settings;
        this.patience = patience;
        this.clock = clock;
    }

    /**
     * The guard of a tenant, which stays until it is given back as often as it was taken.
     *
     * @return null when there is no room, and nobody who may be forgotten
     */
    synchronized @Nullable TenantGuard take(TenantId tenant) {
        TenantGuard guard = byTenant.get(tenant);
        if (guard == null) {
            if (byTenant.size() >= settings.maxTenants() && !forgetOne()) {
                return null;
            }
            guard = new TenantGuard(target, tenant, settings, patience, clock);
            byTenant.put(tenant, guard);
        }
        guard.users++;
        return guard;
    }

    synchronized void giveBack(TenantGuard guard) {
        guard.users--;
    }

    synchronized int size() {
        return byTenant.size();
    }

    /** Those that may not be forgotten go behind the others, so that the next search does not meet them first. */
    private boolean forgetOne() {
        for (int left = byTenant.size(); left > 0; left--) {
            Iterator<Map.Entry<TenantId, TenantGuard>> eldest =
                    byTenant.entrySet().iterator();
            Map.Entry<TenantId, TenantGuard> entry = eldest.next();
            eldest.remove();
            if (entry.getValue().users == 0 && !entry.getValue().isOpen()) {
                return true;
            }
            byTenant.put(entry.getKey(), entry.getValue());
        }
        return false;
    }
}

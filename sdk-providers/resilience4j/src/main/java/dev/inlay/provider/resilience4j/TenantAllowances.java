package dev.inlay.provider.resilience4j;

import dev.inlay.api.tenant.TenantId;
import io.github.resilience4j.bulkhead.Bulkhead;
import io.github.resilience4j.bulkhead.BulkheadConfig;
import io.github.resilience4j.ratelimiter.RateLimiter;
import io.github.resilience4j.ratelimiter.RateLimiterConfig;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What each tenant may take of one target. Remembers a bounded number of tenants; forgets the least recently served.
 */
final class TenantAllowances {

    private final Resilience.Settings settings;
    private final SteadyClock clock;
    private final Map<TenantId, Allowance> byTenant;

    TenantAllowances(Resilience.Settings settings, SteadyClock clock) {
        this.settings = settings;
        this.clock = clock;
        this.byTenant = new LinkedHashMap<>(16, 0.75f, true) {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<TenantId, Allowance> eldest) {
                return size() > settings.maxTenants();
            }
        };
    }

    Allowance of(TenantId tenant) {
        synchronized (byTenant) {
            return byTenant.computeIfAbsent(tenant, id -> new Allowance(id.value(), settings, clock));
        }
    }

    /** One tenant's bulkhead and rate limit; each absent when unlimited. */
    static final class Allowance {

        private final @Nullable Bulkhead bulkhead;
        private final @Nullable RateLimiter limiter;
        private final SteadyClock clock;
        private final long begun;
        private final Duration period;

        Allowance(String tenant, Resilience.Settings settings, SteadyClock clock) {
            this.clock = clock;
            this.period = settings.period();
            this.begun = clock.nanos();
            this.bulkhead = settings.concurrentPerTenant() == 0
                    ? null
                    : Bulkhead.of(
                            tenant,
                            BulkheadConfig.custom()
                                    .maxConcurrentCalls(settings.concurrentPerTenant())
                                    .maxWaitDuration(Duration.ZERO)
                                    .build());
            this.limiter = settings.callsPerTenant() == 0
                    ? null
                    : RateLimiter.of(
                            tenant,
                            RateLimiterConfig.custom()
                                    .limitForPeriod(settings.callsPerTenant())
                                    .limitRefreshPeriod(period)
                                    .timeoutDuration(Duration.ZERO)
                                    .build(),
                            clock::nanos);
        }

        /** Whoever enters leaves again. */
        boolean enters() {
            return bulkhead == null || bulkhead.tryAcquirePermission();
        }

        void leaves() {
            if (bulkhead != null) {
                bulkhead.onComplete();
            }
        }

        boolean spends() {
            return limiter == null || limiter.acquirePermission(1);
        }

        Duration untilRefill() {
            long into = Math.floorMod(clock.nanos() - begun, period.toNanos());
            return period.minusNanos(into);
        }
    }
}

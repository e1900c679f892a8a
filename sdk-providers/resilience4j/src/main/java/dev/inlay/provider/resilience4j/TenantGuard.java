package dev.inlay.provider.resilience4j;

import dev.inlay.api.tenant.TenantId;
import io.github.resilience4j.bulkhead.Bulkhead;
import io.github.resilience4j.bulkhead.BulkheadConfig;
import io.github.resilience4j.ratelimiter.RateLimiter;
import io.github.resilience4j.ratelimiter.RateLimiterConfig;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** One tenant's circuit breaker, bulkhead and rate limit at one target; each absent where it was not asked for. */
final class TenantGuard {

    /** How many calls hold it now; kept by {@link TenantGuards}. */
    int users;

    private final @Nullable TargetBreaker breaker;
    private final @Nullable Bulkhead bulkhead;
    private final @Nullable RateLimiter limiter;
    private final SteadyClock clock;
    private final long begun;
    private final Duration period;

    TenantGuard(String target, TenantId tenant, Resilience.Settings settings, Duration patience, SteadyClock clock) {
        this.clock = clock;
        this.period = settings.period();
        this.begun = clock.nanos();
        this.breaker = settings.breakerPerTenant()
                ? new TargetBreaker(target + " for " + tenant, settings, patience, clock)
                : null;
        this.bulkhead = settings.concurrentPerTenant() == 0 ? null : bulkhead(tenant, settings);
        this.limiter = settings.callsPerTenant() == 0 ? null : limiter(tenant, settings, clock);
    }

    private static Bulkhead bulkhead(TenantId tenant, Resilience.Settings settings) {
        return Bulkhead.of(
                tenant.value(),
                BulkheadConfig.custom()
                        .maxConcurrentCalls(settings.concurrentPerTenant())
                        .maxWaitDuration(Duration.ZERO)
                        .build());
    }

    private static RateLimiter limiter(TenantId tenant, Resilience.Settings settings, SteadyClock clock) {
        return RateLimiter.of(
                tenant.value(),
                RateLimiterConfig.custom()
                        .limitForPeriod(settings.callsPerTenant())
                        .limitRefreshPeriod(settings.period())
                        .timeoutDuration(Duration.ZERO)
                        .build(),
                clock::nanos);
    }

    @Nullable
    TargetBreaker breaker() {
        return breaker;
    }

    boolean isOpen() {
        return breaker != null && breaker.isOpen();
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

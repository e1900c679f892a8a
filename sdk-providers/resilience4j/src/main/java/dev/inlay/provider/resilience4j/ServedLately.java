package dev.inlay.provider.resilience4j;

import dev.inlay.api.tenant.TenantId;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Tells a receiver that puts off everybody from one that puts off a single tenant: remembers the last two tenants that
 * it served. Thread-safe.
 */
final class ServedLately {

    private static final Duration LATELY = Duration.ofMinutes(1);

    private final SteadyClock clock;
    private @Nullable Served last;
    private @Nullable Served other;

    ServedLately(SteadyClock clock) {
        this.clock = clock;
    }

    private record Served(TenantId tenant, Instant at) {}

    synchronized void add(TenantId tenant) {
        if (last != null && !last.tenant.equals(tenant)) {
            other = last;
        }
        last = new Served(tenant, clock.instant());
    }

    /** Whether somebody else was served within the last minute. */
    synchronized boolean hasOtherThan(TenantId tenant) {
        Served candidate = last != null && last.tenant.equals(tenant) ? other : last;
        return candidate != null && !candidate.at.plus(LATELY).isBefore(clock.instant());
    }
}

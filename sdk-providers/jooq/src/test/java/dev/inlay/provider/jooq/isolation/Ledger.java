package dev.inlay.provider.jooq.isolation;

import dev.inlay.api.tenant.TenantId;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** What the host itself knows of what it told Inlay. Thread-safe. */
final class Ledger {

    private final Map<TenantId, AtomicLong> begun = new ConcurrentHashMap<>();
    private final Map<TenantId, AtomicLong> used = new ConcurrentHashMap<>();
    private final AtomicInteger published = new AtomicInteger();

    /** A use that may be committed from now on. */
    void using(TenantId tenant, long value) {
        of(begun, tenant).addAndGet(value);
    }

    /** A use that was committed. */
    void used(TenantId tenant, long value) {
        of(used, tenant).addAndGet(value);
    }

    long leastUsed(TenantId tenant) {
        return of(used, tenant).get();
    }

    long mostUsed(TenantId tenant) {
        return of(begun, tenant).get();
    }

    void publishedOne() {
        published.incrementAndGet();
    }

    int published() {
        return published.get();
    }

    private static AtomicLong of(Map<TenantId, AtomicLong> counts, TenantId tenant) {
        return counts.computeIfAbsent(tenant, id -> new AtomicLong());
    }
}

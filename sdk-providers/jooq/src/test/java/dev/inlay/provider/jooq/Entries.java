package dev.inlay.provider.jooq;

import dev.inlay.api.tenant.TenantId;
import dev.inlay.spi.event.Payload;
import dev.inlay.spi.store.OutboxEntry;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/** Outbox entries and tenants that no other test has. */
final class Entries {

    static final String TARGET = "erp";

    private static final Instant AT = Instant.parse("2026-03-01T08:30:00.123456Z");

    private final AtomicInteger made = new AtomicInteger();

    TenantId tenant() {
        return TenantId.of("north-" + made.incrementAndGet());
    }

    OutboxEntry keyed(TenantId tenant, String key) {
        return entry(tenant, List.of(TARGET), Optional.of(key), json(), Optional.empty(), "any");
    }

    OutboxEntry to(TenantId tenant, String key, String... targets) {
        return entry(tenant, List.of(targets), Optional.of(key), json(), Optional.empty(), "any");
    }

    OutboxEntry loose(TenantId tenant) {
        return with(tenant, json());
    }

    OutboxEntry with(TenantId tenant, Payload payload) {
        return entry(tenant, List.of(TARGET), Optional.empty(), payload, Optional.empty(), "any");
    }

    OutboxEntry requested(TenantId tenant, String requestId, String fingerprint) {
        return entry(tenant, List.of(TARGET), Optional.empty(), json(), Optional.of(requestId), fingerprint);
    }

    OutboxEntry requested(TenantId tenant, String key, String requestId, String fingerprint) {
        return entry(tenant, List.of(TARGET), Optional.of(key), json(), Optional.of(requestId), fingerprint);
    }

    private OutboxEntry entry(
            TenantId tenant,
            List<String> targets,
            Optional<String> key,
            Payload payload,
            Optional<String> requestId,
            String fingerprint) {
        String eventId = "event-" + made.incrementAndGet();
        return new OutboxEntry(
                tenant, targets, key, eventId, "claim.submitted", 2, payload, AT, requestId, fingerprint);
    }

    private static Payload json() {
        return Payload.of("application/json", "{\"claim\":1}".getBytes(StandardCharsets.UTF_8));
    }
}

package dev.inlay.testkit.contracts;

import dev.inlay.api.tenant.TenantId;
import dev.inlay.spi.event.Payload;
import dev.inlay.spi.store.OutboxEntry;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** An outbox entry that a requirement fills in as far as it matters; each step makes a new draft. */
record OutboxDraft(OutboxEntry entry) {

    static final Instant AT = Instant.parse("2026-03-01T10:15:30.123456Z");
    private static final String FINGERPRINT = "0f".repeat(32);

    static OutboxDraft event(String eventId) {
        Payload payload = Payload.of("application/json", "{\"n\":1}".getBytes(StandardCharsets.UTF_8));
        return new OutboxDraft(new OutboxEntry(
                TenantId.of("north"),
                List.of("erp"),
                Optional.empty(),
                eventId,
                "claim.submitted",
                1,
                payload,
                AT,
                Optional.empty(),
                FINGERPRINT));
    }

    OutboxDraft tenant(String tenant) {
        return with(TenantId.of(tenant), entry.targets(), entry.key(), entry.payload());
    }

    OutboxDraft to(String... targets) {
        return with(entry.tenant(), List.of(targets), entry.key(), entry.payload());
    }

    OutboxDraft key(String key) {
        return with(entry.tenant(), entry.targets(), Optional.of(key), entry.payload());
    }

    OutboxDraft payload(Payload payload) {
        return with(entry.tenant(), entry.targets(), entry.key(), payload);
    }

    OutboxDraft due(Instant due) {
        return new OutboxDraft(new OutboxEntry(
                entry.tenant(),
                entry.targets(),
                entry.key(),
                entry.eventId(),
                entry.type(),
                entry.version(),
                entry.payload(),
                entry.at(),
                entry.requestId(),
                entry.fingerprint(),
                Optional.of(due)));
    }

    OutboxDraft request(String id) {
        return request(id, FINGERPRINT);
    }

    OutboxDraft request(String id, String fingerprint) {
        return new OutboxDraft(new OutboxEntry(
                entry.tenant(),
                entry.targets(),
                entry.key(),
                entry.eventId(),
                entry.type(),
                entry.version(),
                entry.payload(),
                entry.at(),
                Optional.of(id),
                fingerprint,
                entry.due()));
    }

    private OutboxDraft with(TenantId tenant, List<String> targets, Optional<String> key, Payload payload) {
        return new OutboxDraft(new OutboxEntry(
                tenant,
                targets,
                key,
                entry.eventId(),
                entry.type(),
                entry.version(),
                payload,
                entry.at(),
                entry.requestId(),
                entry.fingerprint(),
                entry.due()));
    }
}

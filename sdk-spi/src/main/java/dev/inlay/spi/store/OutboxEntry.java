package dev.inlay.spi.store;

import dev.inlay.api.tenant.TenantId;
import dev.inlay.spi.event.Payload;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * An event as the engine hands it to the outbox, already validated and frozen.
 *
 * @param tenant whose event
 * @param targets where it goes, sorted, without repetition, at least one
 * @param key its stream; empty for an event whose order does not matter
 * @param eventId its id
 * @param type what happened
 * @param version the version of the payload's form
 * @param payload the frozen bytes
 * @param at when it was published, to the microsecond
 * @param requestId the host's id of the request; empty without deduplication
 * @param fingerprint SHA-256 over what a repeated request must have in common, 64 lower-case hex digits; may be empty
 *     without a request id
 * @param due when it falls due, to the microsecond; empty for at once
 * @since 0.1
 */
public record OutboxEntry(
        TenantId tenant,
        List<String> targets,
        Optional<String> key,
        String eventId,
        String type,
        int version,
        Payload payload,
        Instant at,
        Optional<String> requestId,
        String fingerprint,
        Optional<Instant> due) {

    /**
     * An event that is due at once.
     *
     * @param tenant see the record
     * @param targets see the record
     * @param key see the record
     * @param eventId see the record
     * @param type see the record
     * @param version see the record
     * @param payload see the record
     * @param at see the record
     * @param requestId see the record
     * @param fingerprint see the record
     */
    public OutboxEntry(
            TenantId tenant,
            List<String> targets,
            Optional<String> key,
            String eventId,
            String type,
            int version,
            Payload payload,
            Instant at,
            Optional<String> requestId,
            String fingerprint) {
        this(tenant, targets, key, eventId, type, version, payload, at, requestId, fingerprint, Optional.empty());
    }
}

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
 * @param fingerprint SHA-256 over what a repeated request must have in common, 64 lower-case hex digits
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
        String fingerprint) {}

package dev.inlay.api.event;

import dev.inlay.api.tenant.TenantId;
import java.time.Instant;
import java.util.Optional;

/**
 * An event that was set aside, because the receiver refused it or every attempt failed. Later events of its key wait
 * behind it, parked too.
 *
 * @param eventId the id that the receiver sees
 * @param tenant whose event
 * @param target where it was to go
 * @param type what happened
 * @param key its stream; empty for an event without one
 * @param seq its place in the stream; 0 without a stream
 * @param at when it was parked
 * @param reason why, in words an operator understands
 * @since 0.1
 */
public record ParkedEvent(
        String eventId,
        TenantId tenant,
        String target,
        String type,
        Optional<String> key,
        long seq,
        Instant at,
        String reason) {}

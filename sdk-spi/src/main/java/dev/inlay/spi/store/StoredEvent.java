package dev.inlay.spi.store;

import dev.inlay.spi.event.Payload;
import java.time.Instant;
import java.util.Optional;

/**
 * An event as it waits in a lane. Within a stream, ids and sequence numbers rise together in commit order; between
 * streams, a lower id may commit after a higher one.
 *
 * @param id unique in the database, rising
 * @param key its stream; empty for an event whose order does not matter
 * @param generation of the stream, at least 1; 0 without a key
 * @param seq the place in the stream, from 1, without gaps; 0 without a key
 * @param eventId the id that the receiver sees
 * @param type what happened
 * @param version the version of the payload's form
 * @param payload the frozen bytes
 * @param at when it was published
 * @since 0.1
 */
public record StoredEvent(
        long id,
        Optional<String> key,
        long generation,
        long seq,
        String eventId,
        String type,
        int version,
        Payload payload,
        Instant at) {

    /**
     * The same event in another form.
     *
     * @param newer the version
     * @param other the payload
     * @return the event, which otherwise is this one
     */
    public StoredEvent inForm(int newer, Payload other) {
        return new StoredEvent(id, key, generation, seq, eventId, type, newer, other, at);
    }
}

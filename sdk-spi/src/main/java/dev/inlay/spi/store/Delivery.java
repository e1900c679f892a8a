package dev.inlay.spi.store;

import java.time.Instant;
import java.util.Optional;

/**
 * An acknowledged event, as the ledger shows it.
 *
 * @param eventId the id that the receiver saw
 * @param key its stream; empty for an event whose order does not matter
 * @param generation of the stream; 0 without a key
 * @param seq the place in the stream; 0 without a key
 * @param hash SHA-256 over the payload as it was stored, 64 lower-case hex digits
 * @param at when the acknowledgement was kept, to the microsecond
 * @since 0.1
 */
public record Delivery(String eventId, Optional<String> key, long generation, long seq, String hash, Instant at) {}

package dev.inlay.spi.store;

import java.time.Instant;

/**
 * How often the head of a stream, or an event without a key, was tried, and when it is tried next. Kept so that a new
 * owner goes on where the old one was.
 *
 * @param lane shard, tenant and target
 * @param key the stream; empty for an event without one
 * @param id the event that was tried
 * @param attempts how often, at least 1
 * @param nextAttempt not before
 * @since 0.1
 */
public record RetryState(Lane lane, String key, long id, int attempts, Instant nextAttempt) {}

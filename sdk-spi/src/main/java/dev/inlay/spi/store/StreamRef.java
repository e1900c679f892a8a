package dev.inlay.spi.store;

/**
 * A stream within its lane.
 *
 * @param lane shard, tenant and target
 * @param key the stream
 * @since 0.1
 */
public record StreamRef(Lane lane, String key) {}

package dev.inlay.api.event;

import java.time.Instant;

/**
 * A node that takes part in delivery.
 *
 * @param database which database it said so in, where there are several; empty otherwise
 * @param node its id
 * @param until when it counts as gone unless it says again that it lives, by the database's clock
 * @since 0.1
 */
public record NodeStatus(String database, String node, Instant until) {}

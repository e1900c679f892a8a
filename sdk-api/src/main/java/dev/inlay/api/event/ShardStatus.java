package dev.inlay.api.event;

import java.time.Instant;
import java.util.Optional;

/**
 * Who delivers a shard's events.
 *
 * @param database which database, where there are several; empty otherwise
 * @param shard from 0
 * @param owner the node that holds the lease; empty when it was given back
 * @param epoch grows with every change of owner; receivers see it
 * @param until when the lease ends unless it is renewed, by the database's clock; in the past when its owner died
 * @since 0.1
 */
public record ShardStatus(String database, int shard, Optional<String> owner, long epoch, Instant until) {}

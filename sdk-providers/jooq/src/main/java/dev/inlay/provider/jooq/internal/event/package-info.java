/** The outbox: what a host writes, the leases of shards, what a relay reads and what it does with it. */
@NullMarked
package dev.inlay.provider.jooq.internal.event;

import org.jspecify.annotations.NullMarked;

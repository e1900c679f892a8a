package dev.inlay.core.internal.event;

import dev.inlay.spi.store.ShardLease;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Moves delayed events of the node's shards into their lanes when they fall due by the instance's clock. Knows when the
 * next one does: what the store told, and what this node wrote since; other nodes' writes are seen by polling, twice as
 * often as the store is looked at when nothing happens. Turns belong to one thread, which is not the one that sends;
 * anything else may be called by any.
 */
final class DelayedEvents {

    /** How many events are moved in one transaction. */
    static final int PAGE = 500;

    private static final long SHORTEST = 1_000_000;
    private static final long FRESH = 32 * SHORTEST;
    private static final long LONGEST_PAUSE = 250 * SHORTEST;

    private final RelayParts parts;
    private final String node;
    private final Runnable moved;
    private final AtomicReference<Instant> written = new AtomicReference<>(Instant.MAX);
    private volatile Instant planned = Instant.MAX;
    private Instant awaited = Instant.MAX;
    private long pause = SHORTEST;

    /** Rings {@code moved} when there is something new in a lane. */
    DelayedEvents(RelayParts parts, String node, Runnable moved) {
        this.parts = parts;
        this.node = node;
        this.moved = moved;
    }

    /**
     * An event was written that falls due then, and its transaction is still open. Answers whether to ring the bell.
     */
    boolean published(Instant due) {
        Instant known = written.getAndAccumulate(due, DelayedEvents::earlier);
        return due.isBefore(planned) && due.isBefore(known);
    }

    /** Moves a page of each shard that has something due. Answers when the next turn is due. */
    long turn() {
        planned = Instant.MAX;
        awaited = earlier(awaited, written.getAndSet(Instant.MAX));
        Map<Integer, LeaseKeeper.Held> held = parts.keeper().held();
        Map<Integer, Instant> next = held.isEmpty() ? Map.of() : parts.store().nextDue(held.keySet());
        Instant now = parts.clock().instant();
        int count = 0;
        Instant first = Instant.MAX;
        for (Map.Entry<Integer, Instant> shard : next.entrySet()) {
            if (!shard.getValue().isAfter(now)) {
                count += move(held, shard.getKey(), now);
            }
            first = earlier(first, shard.getValue());
        }
        if (count > 0) {
            moved.run();
        }
        long wait = wait(first, now, count > 0);
        planned = now.plusNanos(wait);
        return Objects.requireNonNull(written.get()).isBefore(planned)
                ? 0
                : parts.clock().now() + wait;
    }

    private static Instant earlier(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }

    private int move(Map<Integer, LeaseKeeper.Held> held, int shard, Instant now) {
        LeaseKeeper.Held mine = held.get(shard);
        if (mine == null || !parts.keeper().maySend(mine.lease())) {
            return 0;
        }
        ShardLease lease = mine.lease();
        OptionalInt count = parts.store().moveDue(node, lease, now, PAGE);
        if (count.isEmpty()) {
            parts.requestLease();
        }
        return count.orElse(0);
    }

    /**
     * Where something was due, a look follows at once as long as something moves, then ever later: the streams of what
     * is left are locked. What this node wrote may not be committed when it falls due, so that looks come for a while.
     */
    private long wait(Instant first, Instant now, boolean some) {
        if (!first.isAfter(now)) {
            pause = some ? SHORTEST : Math.min(LONGEST_PAUSE, pause * 2);
            return some ? 0 : pause;
        }
        pause = SHORTEST;
        long most = Math.max(
                parts.options().pollMin().toNanos(), parts.options().pollMax().toNanos() / 2);
        long wait = Math.min(most, nanosUntil(first, now, most));
        long late = Instant.MAX.equals(awaited) ? FRESH : -nanosUntil(awaited, now, most);
        if (late >= FRESH) {
            awaited = Instant.MAX;
            return wait;
        }
        return Math.min(wait, late < 0 ? -late : Math.max(SHORTEST, late));
    }

    private static long nanosUntil(Instant then, Instant now, long most) {
        Duration left = Duration.between(now, then);
        return left.compareTo(Duration.ofNanos(most)) > 0 ? most : left.toNanos();
    }
}

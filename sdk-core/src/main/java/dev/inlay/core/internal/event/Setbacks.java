package dev.inlay.core.internal.event;

import dev.inlay.spi.store.OutboxStore;
import dev.inlay.spi.store.RetryState;
import dev.inlay.spi.store.ShardLease;
import dev.inlay.spi.store.StoredEvent;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Writes down what went wrong: when an event is tried again, and what is parked. A stream does not go on before its
 * setback is written, so writes about one event never overtake each other. Orders are given by the relay's thread;
 * turns belong to one other; answers go back through the relay's mailbox.
 */
final class Setbacks {

    private final OutboxStore store;
    private final String node;
    private final RelayClock clock;
    private final Executor mailbox;
    private final ConcurrentLinkedDeque<Park> parks = new ConcurrentLinkedDeque<>();
    private final ConcurrentLinkedQueue<Postpone> postpones = new ConcurrentLinkedQueue<>();

    Setbacks(OutboxStore store, String node, RelayClock clock, Executor mailbox) {
        this.store = store;
        this.node = node;
        this.clock = clock;
        this.mailbox = mailbox;
    }

    void postpone(ShardWork shard, RetryState retry, Answer answer) {
        postpones.add(new Postpone(shard, retry, answer));
    }

    void park(StreamQueue stream, String reason, Answer answer) {
        parks.add(new Park(stream.lane(), stream.head(), reason, answer));
    }

    /** Writes everything that was ordered. Parking is tried again after a failure; a lost postponement costs little. */
    long turn() {
        for (Park next = parks.peek(); next != null; next = parks.peek()) {
            boolean kept = park(next);
            parks.remove(next);
            answer(next.answer, kept);
        }
        @Nullable RuntimeException failure = null;
        for (Postpone next = postpones.poll(); next != null; next = postpones.poll()) {
            boolean kept = false;
            try {
                kept = postpone(next);
            } catch (RuntimeException e) {
                failure = e;
            }
            answer(next.answer, kept);
        }
        if (failure != null) {
            throw failure;
        }
        return Long.MAX_VALUE;
    }

    private boolean park(Park order) {
        ShardWork shard = order.lane.shard();
        return shard.isLive()
                && store.park(node, shard.lease(), order.lane.lane(), order.event, order.reason, clock.instant());
    }

    private boolean postpone(Postpone order) {
        ShardLease lease = order.shard.lease();
        return order.shard.isLive() && store.postpone(node, lease, order.retry);
    }

    private void answer(Answer answer, boolean kept) {
        mailbox.execute(() -> answer.written(kept));
    }

    /** Hears, on the relay's thread, what became of a write. */
    @FunctionalInterface
    interface Answer {
        /** Kept is false when the lease was lost, its revision changed, or a postponement failed. */
        void written(boolean kept);
    }

    private record Park(LaneWork lane, StoredEvent event, String reason, Answer answer) {}

    private record Postpone(ShardWork shard, RetryState retry, Answer answer) {}
}

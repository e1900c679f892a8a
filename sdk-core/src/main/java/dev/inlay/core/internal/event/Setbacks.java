package dev.inlay.core.internal.event;

import dev.inlay.spi.store.Lane;
import dev.inlay.spi.store.OutboxStore;
import dev.inlay.spi.store.RetryState;
import dev.inlay.spi.store.ShardLease;
import dev.inlay.spi.store.StoredEvent;
import dev.inlay.spi.store.StreamRef;
import java.util.Iterator;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.function.BooleanSupplier;
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
    private final ConcurrentLinkedQueue<Park> parks = new ConcurrentLinkedQueue<>();
    private final ConcurrentLinkedQueue<Postpone> postpones = new ConcurrentLinkedQueue<>();

    private final ConcurrentLinkedQueue<Keep> keeps = new ConcurrentLinkedQueue<>();

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
        parks.add(new Park(stream.lane(), stream.head(), reason, stream::isTaken, answer));
    }

    /** Writes something else that must not get lost, and says so on the relay's thread. */
    void keep(Runnable write, Runnable written) {
        keeps.add(new Keep(write, written));
    }

    /**
     * Writes everything that was ordered. One failure does not keep the others from being written: parking is tried
     * again in a later turn, and a lost postponement costs little.
     */
    long turn() {
        @Nullable RuntimeException failure = null;
        for (Iterator<Park> orders = parks.iterator(); orders.hasNext(); ) {
            Park next = orders.next();
            try {
                Fate fate = park(next);
                orders.remove();
                answer(next.answer, fate);
            } catch (RuntimeException e) {
                failure = e;
            }
        }
        for (Iterator<Keep> orders = keeps.iterator(); orders.hasNext(); ) {
            Keep next = orders.next();
            try {
                next.write.run();
                orders.remove();
                mailbox.execute(next.written);
            } catch (RuntimeException e) {
                failure = e;
            }
        }
        for (Postpone next = postpones.poll(); next != null; next = postpones.poll()) {
            Fate fate = Fate.REFUSED;
            try {
                fate = postpone(next) ? Fate.KEPT : Fate.REFUSED;
            } catch (RuntimeException e) {
                failure = e;
            }
            answer(next.answer, fate);
        }
        if (failure != null) {
            throw failure;
        }
        return Long.MAX_VALUE;
    }

    private Fate park(Park order) {
        ShardWork shard = order.lane.shard();
        Lane lane = order.lane.lane();
        if (order.calledOff.getAsBoolean()
                || !shard.isLive()
                || !store.park(node, shard.lease(), lane, order.event, order.reason, clock.instant())) {
            return Fate.REFUSED;
        }
        return isHeldBack(lane, order.event) ? Fate.KEPT : Fate.GONE;
    }

    /** Whether the event, or an earlier one of its stream, is still there: if not, there was nothing to park. */
    private boolean isHeldBack(Lane lane, StoredEvent event) {
        if (event.key().isEmpty()) {
            return true;
        }
        OptionalLong first =
                store.firstUndelivered(new StreamRef(lane, event.key().get()));
        return first.isPresent() && first.getAsLong() <= event.seq();
    }

    private boolean postpone(Postpone order) {
        ShardLease lease = order.shard.lease();
        return order.shard.isLive() && store.postpone(node, lease, order.retry);
    }

    private void answer(Answer answer, Fate fate) {
        mailbox.execute(() -> answer.written(fate));
    }

    /** Hears, on the relay's thread, what became of a write. */
    @FunctionalInterface
    interface Answer {
        void written(Fate fate);
    }

    /** What became of a write. */
    enum Fate {
        /** It is done. */
        KEPT,
        /** There was nothing to park: somebody else had removed the event as delivered. */
        GONE,
        /** The lease was lost, its revision changed, the receiver has the event, or a postponement failed. */
        REFUSED
    }

    private record Park(LaneWork lane, StoredEvent event, String reason, BooleanSupplier calledOff, Answer answer) {}

    private record Keep(Runnable write, Runnable written) {}

    private record Postpone(ShardWork shard, RetryState retry, Answer answer) {}
}

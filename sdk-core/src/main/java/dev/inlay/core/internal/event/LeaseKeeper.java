package dev.inlay.core.internal.event;

import dev.inlay.spi.store.OutboxStore;
import dev.inlay.spi.store.ShardLease;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Holds a node's fair share of the shards. Its turns belong to one thread; everything else may be asked by any.
 *
 * <p>A lease is trusted until a deadline on the process's own clock, which starts before the request was sent: whatever
 * the network and the database took of it is lost to us, never gained.
 */
final class LeaseKeeper {

    private static final Duration LAST_BREATH = Duration.ofMillis(1);

    /** When to try again to renew what somebody works in. */
    private static final long SOON = 100_000_000L;

    private final OutboxStore store;
    private final String node;
    private final RelayOptions options;
    private final RelayClock clock;
    private final Object lock = new Object();
    private final List<ShardLease> returning = new ArrayList<>();
    private volatile Map<Integer, Held> held = Map.of();
    private volatile int nodes;
    private volatile int share;
    private volatile boolean leaving;
    private volatile boolean gone;
    private boolean abandoned;

    LeaseKeeper(OutboxStore store, String node, RelayOptions options, RelayClock clock) {
        this.store = store;
        this.node = node;
        this.options = options;
        this.clock = clock;
    }

    /**
     * Says that the node lives, renews and takes, then gives back. Answers when the next turn is due. A node that
     * leaves says so first, so that the others want its shards by the time it gives them back.
     */
    long turn() {
        if (leaving && !gone) {
            store.heartbeat(node, LAST_BREATH);
            gone = true;
        }
        if (!leaving) {
            // a store that has already forgotten this node may count none
            nodes = Math.max(1, store.heartbeat(node, options.leaseTtl()));
            share = (store.shards() + nodes - 1) / nodes;
        }
        boolean renewed = true;
        if (!leaving || !held.isEmpty()) {
            long asked = clock.now();
            renewed = adopt(store.lease(node, leaving ? 0 : share, options.leaseTtl()), asked);
        }
        boolean returned = giveBackNow();
        boolean wanting = !leaving && (held.size() < share || nodes > 1);
        long pause = Math.min(options.heartbeat().toNanos(), renewed ? Long.MAX_VALUE : SOON);
        return clock.now()
                + (wanting || !returned ? Math.min(pause, options.pollMax().toNanos()) : pause);
    }

    /** Answers whether nothing is left to give back. */
    private boolean giveBackNow() {
        List<ShardLease> back;
        synchronized (lock) {
            back = List.copyOf(returning);
        }
        if (back.isEmpty()) {
            return true;
        }
        List<ShardLease> busy = store.release(node, back);
        synchronized (lock) {
            returning.removeAll(back);
            returning.addAll(busy);
            return returning.isEmpty();
        }
    }

    /**
     * What was not renewed since somebody works in it is trusted as long as it was before; what another node has taken
     * is lost at once. Answers whether everything was renewed.
     */
    private boolean adopt(List<ShardLease> leases, long asked) {
        long deadline = asked + options.leaseTtl().minus(options.leaseMargin()).toNanos();
        Set<Integer> renewed = leases.stream().map(ShardLease::shard).collect(Collectors.toSet());
        List<ShardLease> owned = renewed.containsAll(held.keySet()) ? leases : store.owned(node);
        synchronized (lock) {
            if (abandoned) {
                return true;
            }
            Map<Integer, Held> next = new HashMap<>();
            leases.forEach(lease -> next.put(lease.shard(), new Held(lease, deadline)));
            for (ShardLease lease : owned) {
                @Nullable Held before = held.get(lease.shard());
                if (before != null && before.lease.epoch() == lease.epoch() && clock.now() < before.deadline) {
                    next.putIfAbsent(lease.shard(), new Held(lease, before.deadline));
                }
            }
            returning.forEach(back -> next.remove(back.shard()));
            held = Map.copyOf(next);
            return renewed.containsAll(next.keySet());
        }
    }

    /** What is held; an entry may be past its deadline. */
    Map<Integer, Held> held() {
        return held;
    }

    /** Whether something may be sent now under this lease. */
    boolean maySend(ShardLease lease) {
        @Nullable Held now = held.get(lease.shard());
        return now != null && now.lease.epoch() == lease.epoch() && clock.now() < now.deadline;
    }

    /** Whether the shard is known to have changed since this lease of it, which is still ours. */
    boolean isOutdated(ShardLease lease) {
        @Nullable Held now = held.get(lease.shard());
        return now != null && now.lease.epoch() == lease.epoch() && !now.lease.isSameAs(lease);
    }

    /** Hands a drained shard over; it is given back in the next turn, and nothing is sent under it from now on. */
    void giveBack(ShardLease lease) {
        synchronized (lock) {
            Map<Integer, Held> next = new HashMap<>(held);
            next.remove(lease.shard());
            held = Map.copyOf(next);
            returning.add(lease);
        }
    }

    /** How many shards more than its share the node holds. */
    int surplus() {
        return Math.max(0, held.size() - share);
    }

    /** How many nodes live; 0 before the first sign of life. */
    int nodes() {
        return nodes;
    }

    /** Takes nothing more; what is held is renewed until it is given back. */
    void leave() {
        leaving = true;
    }

    /** Sends nothing under any lease from now on, and gives none back. */
    void abandon() {
        synchronized (lock) {
            abandoned = true;
            held = Map.of();
        }
    }

    /** Whether everything was given back, and the others know that they are fewer. */
    boolean hasLeft() {
        synchronized (lock) {
            return leaving && gone && held.isEmpty() && returning.isEmpty();
        }
    }

    /** A lease, and until when on our own clock something may be sent under it. */
    record Held(ShardLease lease, long deadline) {}
}

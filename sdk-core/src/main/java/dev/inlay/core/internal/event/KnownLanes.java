package dev.inlay.core.internal.event;

import dev.inlay.spi.store.Lane;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * The lanes in which something waits, as the store said last, and those in which something waited lately. Which these
 * are is asked on at most a tenth of the time, and waited for by nobody: it passes over every row that was removed and
 * not cleared away yet, which may be many. For the relay's thread only.
 */
final class KnownLanes {

    private static final int SHARE = 10;
    private static final long USUALLY = 500_000L;
    private static final long LONGEST_UNASKED = 10_000_000_000L;
    private static final long AFTER_A_FAILURE = 1_000_000_000L;
    private static final int MOST_FAMILIAR = 64;

    private final RelayParts parts;
    private final Map<Integer, ShardWork> shards;
    private final Dispatcher dispatcher;
    private final Consumer<List<LaneWork>> hears;
    private final Set<LaneWork> familiar = new LinkedHashSet<>();
    private List<LaneWork> listed = List.of();
    private long next;
    private long takes = USUALLY;
    private boolean asking;
    private boolean overtaken;
    private boolean owed;

    /** Asks about the shards of a map that others change, and tells, on the relay's thread, what is found. */
    KnownLanes(
            RelayParts parts, Map<Integer, ShardWork> shards, Dispatcher dispatcher, Consumer<List<LaneWork>> hears) {
        this.parts = parts;
        this.shards = shards;
        this.dispatcher = dispatcher;
        this.hears = hears;
    }

    /** In how many lanes something waits. */
    int listed() {
        return listed.size();
    }

    /** How many lanes share the time that there is for sweeps; 1 or more. */
    int crowd() {
        return Math.max(1, Math.max(listed.size(), familiar.size()));
    }

    /** Adds every lane that is known, without those of shards that are ours no longer. */
    void addTo(Collection<LaneWork> lanes) {
        lanes.addAll(listed);
        familiar.removeIf(lane -> !lane.shard().isLive());
        lanes.addAll(familiar);
    }

    /** When to ask what could not be asked at the last look: as soon as may be, since nobody knows new lanes. */
    long nextDue() {
        return owed && !asking ? next : Long.MAX_VALUE;
    }

    /** Has it asked as soon as may be, and once more where that is going on, since it may not know what is new. */
    void restart() {
        next = 0;
        overtaken = asking;
    }

    /** Asks in which lanes anything waits, if that is due, and has it owed if not. */
    void ask() {
        owed = !shards.isEmpty();
        if (!owed || asking || parts.clock().now() < next) {
            return;
        }
        owed = false;
        asking = true;
        List<ShardWork> asked =
                shards.values().stream().filter(ShardWork::isWorkedOn).toList();
        List<Integer> numbers =
                asked.stream().map(shard -> shard.lease().shard()).toList();
        parts.askForList(
                store -> store.lanes(numbers),
                (lanes, took) -> {
                    asking = false;
                    answered(asked, lanes, took);
                },
                e -> {
                    asking = false;
                    owed = true;
                    next = parts.clock().now() + AFTER_A_FAILURE;
                    parts.faults().failed("lists", e);
                });
    }

    private void answered(List<ShardWork> asked, List<Lane> lanes, long took) {
        // one answer that was slow by chance does not keep new lanes waiting
        takes = took < takes ? (took + takes) / 2 : Math.min(took, takes * 8);
        long pause = Math.min(LONGEST_UNASKED, takes * (SHARE - 1));
        next = overtaken ? 0 : parts.clock().now() + pause;
        overtaken = false;
        parts.faults().well("lists");
        Map<Integer, ShardWork> byNumber = new HashMap<>();
        asked.forEach(shard -> byNumber.put(shard.lease().shard(), shard));
        List<LaneWork> found = new ArrayList<>();
        for (Lane lane : lanes) {
            ShardWork shard = byNumber.get(lane.shard());
            if (!dispatcher.serves(lane.target())) {
                parts.faults()
                        .warn(
                                "unserved " + lane.target(),
                                "events wait for target " + lane.target() + ", for which no transport is installed");
            } else if (shard != null && shard.isWorkedOn()) {
                found.add(shard.lane(lane));
            }
        }
        listed = found;
        remember(found);
        hears.accept(found);
    }

    private void remember(List<LaneWork> found) {
        found.forEach(familiar::remove);
        familiar.addAll(found);
        Iterator<LaneWork> oldest = familiar.iterator();
        while (familiar.size() > MOST_FAMILIAR) {
            oldest.next();
            oldest.remove();
        }
    }
}

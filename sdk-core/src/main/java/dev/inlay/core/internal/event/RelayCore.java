package dev.inlay.core.internal.event;

import dev.inlay.spi.event.EventTransport;
import dev.inlay.spi.store.Lane;
import dev.inlay.spi.store.RetryState;
import dev.inlay.spi.store.ShardLease;
import dev.inlay.spi.store.StreamRef;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.DoubleSupplier;

/**
 * Decides everything in a relay: what is read, sent, tried again and parked. Holds no thread; its turns belong to one.
 * Given the same clock, store, workers and jitter, it does the same.
 */
final class RelayCore {

    private static final long FIRST_PAUSE = 50_000_000L;
    private static final long LONGEST_PAUSE = 5_000_000_000L;
    private static final long LONGEST_STANDSTILL = 100_000_000L;
    private static final long SHORTEST_LIFE = 1_000_000_000L;

    private final RelayParts parts;
    private final Dispatcher dispatcher;
    private final Deliveries deliveries;
    private final ShardReader reader;
    private final Expectations expectations = new Expectations();
    private final LaneWork.Tally tally;
    private final Map<Integer, ShardWork> shards = new TreeMap<>();
    private final Map<Integer, ShardWork.Load> loads = new HashMap<>();
    private final Set<Integer> opening = new HashSet<>();
    private Map<Integer, LeaseKeeper.Held> seen = Map.of();
    private long nextAnew = Long.MAX_VALUE;
    private long storeDue;
    private long pause = FIRST_PAUSE;
    private volatile boolean draining;
    private volatile RelayHealth health = RelayHealth.idle(RelayHealth.Phase.RUNNING);

    RelayCore(RelayParts parts, Map<String, EventTransport> transports, WakeSchedule wakes, DoubleSupplier jitter) {
        this.parts = parts;
        this.dispatcher = new Dispatcher(transports.keySet(), parts.options(), parts.clock(), parts.weights());
        this.deliveries = new Deliveries(parts, transports, dispatcher, expectations, jitter);
        this.tally = new LaneWork.Tally(Intake.mostOfStream(parts.options()));
        Room room = new Room(parts.options(), tally, dispatcher);
        Intake intake = new Intake(parts, dispatcher, deliveries, expectations, wakes, room);
        this.reader = new ShardReader(parts, shards, dispatcher, wakes, tally, room, intake, this::readFailed);
        parts.onRemoved((lane, events, all) -> {
            deliveries.removed(lane, events, all);
            tally.roomChanged();
        });
    }

    /** Does what is to be done now. Answers when the next turn is due; never throws for the store's sake. */
    long turn() {
        parts.mailbox().open();
        dropLost();
        deliveries.wake();
        send();
        if (!draining && parts.clock().now() >= storeDue) {
            askStore();
        }
        giveBackDrained();
        send();
        deliveries.letGoOn();
        health = look();
        long due = Math.min(Math.min(deliveries.nextDue(), dispatcher.nextDue()), nextAnew);
        return draining ? due : Math.min(Math.min(due, nextGoingOn()), Math.max(storeDue, nextRead()));
    }

    /** Before it is known what is held nothing is read, and the answer wakes us. */
    private long nextRead() {
        return parts.holds().isReading() ? Long.MAX_VALUE : reader.nextDue();
    }

    /** First of all, since a receiver that is free again is what waits the least. */
    private void send() {
        if (!draining) {
            dispatcher.dispatch(deliveries::start);
            deliveries.depart();
        }
    }

    private void askStore() {
        try {
            if (parts.holds().isDue()) {
                askHolds();
            }
            openNew();
            reader.step();
            if (!parts.reads().failing()) {
                pause = FIRST_PAUSE;
                parts.faults().well("read");
            }
        } catch (RuntimeException e) {
            readFailed(e);
        }
    }

    /** Lets the store be for a while, the longer the more often it has failed in a row. */
    private void readFailed(RuntimeException e) {
        parts.faults().failed("read", e);
        reader.restart();
        long now = parts.clock().now();
        if (now >= storeDue) { // several questions that fail at once are one failure
            storeDue = now + pause;
            pause = Math.min(LONGEST_PAUSE, pause * 2);
        }
    }

    /**
     * Ends the work on shards that are ours no longer, or changed; what is on its way goes on. One that an operator
     * changes again and again begins anew once a second, and works on as it is meanwhile.
     */
    private void dropLost() {
        Map<Integer, LeaseKeeper.Held> held = parts.keeper().held();
        long now = parts.clock().now();
        if (held == seen && now < nextAnew) {
            return;
        }
        nextAnew = Long.MAX_VALUE;
        for (ShardWork shard : List.copyOf(shards.values())) {
            LeaseKeeper.Held mine = held.get(shard.lease().shard());
            if (mine == null || mine.lease().epoch() != shard.lease().epoch()) {
                drop(shard);
            } else if (mine.lease().isSameAs(shard.lease())) {
                shard.takeStalled().forEach(dispatcher::ready);
            } else if (now >= shard.began() + SHORTEST_LIFE) {
                drop(shard);
            } else {
                nextAnew = Math.min(nextAnew, shard.began() + SHORTEST_LIFE);
                shard.takeStalled().forEach(dispatcher::ready);
            }
        }
        seen = held;
    }

    private void drop(ShardWork shard) {
        shard.end();
        shards.remove(shard.lease().shard());
        expectations.forgetShard(shard.lease().shard());
        deliveries.forget(shard.lease().shard());
        dispatcher.forgetEnded();
    }

    private void askHolds() {
        parts.holds().reading();
        parts.askSoon(
                store -> parts.holds().read(),
                (read, took) -> {
                    if (parts.holds().adopt(read)) {
                        reader.restart();
                    }
                },
                e -> {
                    parts.holds().notRead();
                    readFailed(e);
                });
    }

    private void openNew() {
        for (LeaseKeeper.Held held : seen.values()) {
            int number = held.lease().shard();
            if (!shards.containsKey(number) && opening.add(number)) {
                parts.ask(
                        store -> new Opened(store.parkedStreams(number), store.retries(number)),
                        (opened, took) -> open(held.lease(), opened),
                        e -> {
                            opening.remove(number);
                            readFailed(e);
                        });
            }
        }
    }

    /** Begins to work on a shard, unless it was lost or changed while its state was read. */
    private void open(ShardLease lease, Opened opened) {
        int number = lease.shard();
        opening.remove(number);
        LeaseKeeper.Held now = seen.get(number);
        if (now != null && now.lease().isSameAs(lease) && !draining) {
            shards.put(
                    number,
                    new ShardWork(
                            now.lease(),
                            opened.parked(),
                            opened.retries(),
                            parts.clock().now(),
                            tally,
                            loads.computeIfAbsent(number, n -> new ShardWork.Load())));
            reader.restart();
        }
    }

    private void giveBackDrained() {
        chooseLeaving();
        for (ShardWork shard : List.copyOf(shards.values())) {
            if (shard.isLeaving()) {
                handOver(shard);
            }
        }
        if (draining) {
            parts.keeper().held().values().stream()
                    .map(LeaseKeeper.Held::lease)
                    .filter(lease -> !shards.containsKey(lease.shard()) && isQuiet(lease.shard()))
                    .forEach(this::giveBack);
        }
    }

    /** As many shards as there are more than our share. */
    private void chooseLeaving() {
        List<ShardWork> leaving =
                shards.values().stream().filter(ShardWork::isLeaving).toList();
        long surplus = draining ? shards.size() : parts.keeper().surplus();
        if (surplus == leaving.size()) {
            return;
        }
        shards.values().stream()
                .filter(shard -> !shard.isLeaving())
                .sorted(Comparator.comparingInt(
                                (ShardWork shard) -> shard.lease().shard())
                        .reversed())
                .limit(Math.max(0, surplus - leaving.size()))
                .forEach(shard -> shard.drain(parts.clock().now()));
        leaving.stream()
                .filter(shard -> !shard.isDraining())
                .limit(Math.max(0, leaving.size() - surplus))
                .forEach(shard -> {
                    shard.reopen();
                    shard.takeStalled().forEach(dispatcher::ready);
                });
    }

    /**
     * A shard is given back when nothing of it is under way. One in which a call lasts does not stand still for that:
     * it goes on without the lanes of such calls until these have ended.
     */
    private void handOver(ShardWork shard) {
        long now = parts.clock().now();
        if (!shard.isDraining() && (draining || shard.isDoneWithTheSlow())) {
            shard.drain(now);
        }
        if (!shard.isDraining()) {
            return;
        }
        if (shard.isQuiet()) {
            drop(shard);
            giveBack(shard.lease());
        } else if (!draining && now - shard.drainingSince() >= LONGEST_STANDSTILL) {
            if (shard.goOnWithoutTheSlow()) {
                shard.takeStalled().forEach(dispatcher::ready);
                reader.restart();
            } else {
                shard.drain(now);
            }
        }
    }

    /** When a shard that stands still has to go on. */
    private long nextGoingOn() {
        return shards.values().stream()
                .filter(shard -> shard.isDraining() && !draining)
                .mapToLong(shard -> shard.drainingSince() + LONGEST_STANDSTILL)
                .min()
                .orElse(Long.MAX_VALUE);
    }

    private boolean isQuiet(int shard) {
        ShardWork.Load load = loads.get(shard);
        return load == null || load.isNone();
    }

    private void giveBack(ShardLease lease) {
        parts.keeper().giveBack(lease);
        parts.leaseBell().ring();
    }

    /** Sends nothing more, and gives every shard back once what is on its way has ended. */
    void drain() {
        draining = true;
        parts.keeper().leave();
        parts.coreBell().ring();
    }

    /** Whether, while draining, nothing is left to do here. For any thread; as of the last turn. */
    boolean isDrained() {
        RelayHealth last = health;
        return last.phase() == RelayHealth.Phase.DRAINING
                && last.shards() == 0
                && last.inFlight() == 0
                && last.unacknowledged() == 0;
    }

    /** Interrupts the transports that are still at work. For the relay's thread, or when that has ended. */
    void interruptAttempts() {
        deliveries.interruptAll();
    }

    /** How many events are on their way, by tenant and target. For any thread. */
    Map<Lane, Integer> inFlightByLane() {
        return deliveries.inFlightByLane();
    }

    /** Why the last attempt of a lane was not made, by lane; empty where it was. For any thread. */
    Map<Lane, String> notAttempted() {
        return deliveries.notAttempted();
    }

    /** As of the last turn, but for faults, which other threads meet as well. For any thread. */
    RelayHealth health() {
        return health.withFaults(parts.faults().current());
    }

    private RelayHealth look() {
        return new RelayHealth(
                draining ? RelayHealth.Phase.DRAINING : RelayHealth.Phase.RUNNING,
                shards.size(),
                parts.keeper().nodes(),
                tally.held(),
                deliveries.inFlight(),
                deliveries.stuckAt(),
                deliveries.unacknowledged(),
                dispatcher.paused(),
                parts.faults().current());
    }

    /** What the store keeps of a shard beside its events. */
    private record Opened(List<StreamRef> parked, List<RetryState> retries) {}
}

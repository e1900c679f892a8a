package dev.inlay.core.internal.event;

import dev.inlay.spi.event.EventTransport;
import dev.inlay.spi.store.Lane;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.function.DoubleSupplier;
import java.util.function.Function;
import java.util.function.LongSupplier;

/** Brings out what waits in a store: the parts of a relay, each on its thread. Thread-safe. */
final class Relay {

    private static final long STEP = TimeUnit.MILLISECONDS.toNanos(2);
    private static final long GRACE = TimeUnit.MILLISECONDS.toNanos(500);
    private static final long LAST_TURN = TimeUnit.SECONDS.toNanos(2);

    private final RelayParts parts;
    private final RelayCore core;
    private final WakeSchedule wakes;
    private final DelayedEvents delayed;
    private final Doorbell delayedBell = new Doorbell();
    private final List<RelayLoop> loops;

    Relay(
            RelayParts parts,
            Map<String, EventTransport> transports,
            DoubleSupplier jitter,
            Function<String, ThreadFactory> threads) {
        this.parts = parts;
        this.wakes = new WakeSchedule(parts.clock(), parts.options());
        this.core = new RelayCore(parts, transports, wakes, jitter);
        this.delayed = new DelayedEvents(parts, parts.node(), this::signal);
        this.loops = List.of(
                loop("lease", this::leaseTurn, parts.leaseBell(), threads),
                loop("relay", core::turn, parts.coreBell(), threads),
                loop("looks", parts.looks()::turn, parts.lookBell(), threads),
                loop("read", parts.reads()::turn, parts.readBell(), threads),
                loop("lists", parts.lists()::turn, parts.listBell(), threads),
                loop("delivered", parts.completions()::turn, parts.completionBell(), threads),
                loop("setbacks", parts.setbacks()::turn, parts.setbackBell(), threads),
                loop("delayed", delayed::turn, delayedBell, threads));
    }

    private RelayLoop loop(String part, LongSupplier turn, Doorbell bell, Function<String, ThreadFactory> threads) {
        return new RelayLoop(part, turn, bell, parts.clock(), parts.faults(), threads.apply(part));
    }

    private long leaseTurn() {
        long due = parts.keeper().turn();
        parts.coreBell().ring();
        return due;
    }

    void start() {
        loops.forEach(RelayLoop::start);
    }

    /** Events were written to these lanes, and their transaction is still open. */
    void published(List<Lane> lanes) {
        Map<Integer, LeaseKeeper.Held> held = parts.keeper().held();
        boolean ours = false;
        for (Lane lane : lanes) {
            if (held.containsKey(lane.shard())) {
                parts.announcements().add(lane);
                ours = true;
            }
        }
        if (ours && wakes.published()) {
            parts.coreBell().ring();
        }
    }

    /** A delayed event was written, and its transaction is still open. */
    void delayed(Instant due) {
        if (delayed.published(due)) {
            delayedBell.ring();
        }
    }

    /** A transaction was committed. */
    void signal() {
        if (wakes.signal()) {
            parts.coreBell().ring();
        }
    }

    /** An operator changed something that leases tell of. */
    void changed() {
        parts.requestLease();
        signal();
    }

    /** An operator held or resumed something. */
    void holdsChanged() {
        parts.holds().expire();
        signal();
    }

    Map<Lane, Integer> inFlightByLane() {
        return core.inFlightByLane();
    }

    Map<Lane, String> notAttempted() {
        return core.notAttempted();
    }

    RelayHealth health() {
        return core.health();
    }

    /** Drains, gives everything back and ends, all at once. Attempts that last longer are interrupted. */
    static void close(Collection<Relay> relays, RelayClock clock, Duration timeout) {
        for (Relay relay : relays) {
            relay.core.drain();
            relay.parts.leaseBell().ring();
        }
        awaitDrained(relays, clock, clock.now() + timeout.toNanos());
        List<Relay> late = relays.stream().filter(relay -> !relay.isDrained()).toList();
        for (Relay relay : late) {
            relay.parts.mailbox().execute(relay.core::interruptAttempts);
        }
        awaitDrained(late, clock, clock.now() + GRACE);
        stop(relays, clock);
    }

    private boolean isDrained() {
        return core.isDrained() && parts.keeper().hasLeft();
    }

    private static void awaitDrained(Collection<Relay> relays, RelayClock clock, long deadline) {
        Doorbell never = new Doorbell();
        while (!relays.stream().allMatch(Relay::isDrained) && clock.now() < deadline) {
            never.await(STEP);
        }
    }

    /** Ends as a kill would: nothing is removed, kept or given back any more. */
    static void halt(Collection<Relay> relays, RelayClock clock) {
        relays.forEach(relay -> relay.parts.keeper().abandon());
        stop(relays, clock);
        relays.forEach(relay -> relay.core.interruptAttempts());
    }

    private static void stop(Collection<Relay> relays, RelayClock clock) {
        for (Relay relay : relays) {
            relay.parts.workers().close();
            relay.loops.forEach(RelayLoop::stop);
        }
        long deadline = clock.now() + LAST_TURN;
        relays.forEach(relay -> relay.loops.forEach(loop -> loop.join(deadline - clock.now())));
    }
}

package dev.inlay.core.internal.event;

import dev.inlay.spi.event.EventTransport;
import java.time.Duration;
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
    private final List<RelayLoop> loops;
    private final Doorbell never = new Doorbell();

    Relay(
            RelayParts parts,
            Map<String, EventTransport> transports,
            DoubleSupplier jitter,
            Function<String, ThreadFactory> threads) {
        this.parts = parts;
        this.wakes = new WakeSchedule(parts.clock(), parts.options());
        this.core = new RelayCore(parts, transports, wakes, jitter);
        this.loops = List.of(
                loop("lease", this::leaseTurn, parts.leaseBell(), threads),
                loop("relay", core::turn, parts.coreBell(), threads),
                loop("delivered", parts.completions()::turn, parts.completionBell(), threads),
                loop("setbacks", parts.setbacks()::turn, parts.setbackBell(), threads));
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

    /** An event was written, and its transaction is still open. */
    void published() {
        wakes.published();
        parts.coreBell().ring();
    }

    /** A transaction was committed. */
    void signal() {
        wakes.signal();
        parts.coreBell().ring();
    }

    /** An operator changed something that leases tell of. */
    void changed() {
        parts.requestLease();
        signal();
    }

    RelayHealth health() {
        return core.health();
    }

    /** Drains, gives everything back and ends. Attempts that last longer are interrupted. */
    void close(Duration timeout) {
        core.drain();
        parts.leaseBell().ring();
        awaitDrained(parts.clock().now() + timeout.toNanos());
        if (!isDrained()) {
            parts.mailbox().execute(core::interruptAttempts);
            awaitDrained(parts.clock().now() + GRACE);
        }
        stop();
    }

    private boolean isDrained() {
        return core.isDrained() && parts.keeper().hasLeft();
    }

    private void awaitDrained(long deadline) {
        while (!isDrained() && parts.clock().now() < deadline) {
            never.await(STEP);
        }
    }

    /** Ends as a kill would: nothing is removed, kept or given back any more. */
    void halt() {
        parts.keeper().abandon();
        stop();
        core.interruptAttempts();
    }

    private void stop() {
        parts.workers().close();
        loops.forEach(RelayLoop::stop);
        long deadline = parts.clock().now() + LAST_TURN;
        loops.forEach(loop -> loop.join(deadline - parts.clock().now()));
    }
}

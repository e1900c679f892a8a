package dev.inlay.core.internal.event;

import dev.inlay.api.tenant.TenantId;
import dev.inlay.spi.event.EventTransport;
import dev.inlay.spi.store.Lane;
import dev.inlay.spi.store.OutboxOperations;
import dev.inlay.spi.store.OutboxStore;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Random;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/** Relays that take their turns by hand, on one thread and a clock that jumps from event to event. */
final class Simulation {

    private static final long SMALLEST_STEP = 1_000;
    private static final Set<String> PICTURES =
            Set.of("read", "readAll", "readStreams", "firstUndelivered", "parkedStreams", "retries");

    final SimulatedClock clock = new SimulatedClock();
    final List<Node> nodes = new ArrayList<>();
    Upcasts upcasts = Upcasts.NONE;

    @Nullable
    OutboxOperations operations;

    Function<TenantId, OptionalInt> weights = tenant -> OptionalInt.empty();
    final Map<String, Long> longestCalls = new HashMap<>();
    final Set<String> hanging = new HashSet<>();
    double lateAnswers;
    Runnable meanwhile = () -> {};
    private @Nullable Throwable broken;
    private long turns;

    Node node(String name, OutboxStore store, RelayOptions options, long seed, EventTransport... transports) {
        Node node = new Node(name, store, options, seed, transports);
        nodes.add(node);
        return node;
    }

    void run(Duration howLong) {
        long end = clock.getAsLong() + howLong.toNanos();
        runUntil(() -> clock.getAsLong() >= end, howLong.plusSeconds(1));
    }

    /** As {@link #run}; answers how many turns the nodes took. */
    long steps(Duration howLong) {
        long before = turns;
        run(howLong);
        return turns - before;
    }

    void runUntil(BooleanSupplier done, Duration atMost) {
        long end = clock.getAsLong() + atMost.toNanos();
        while (!done.getAsBoolean()) {
            if (clock.getAsLong() >= end) {
                throw new AssertionError("not done after " + atMost + " of simulated time");
            }
            long next = clock.getAsLong() + Duration.ofSeconds(1).toNanos();
            for (Node node : nodes) {
                turns++;
                next = Math.min(next, node.turn());
            }
            clock.advanceTo(Math.max(clock.getAsLong() + SMALLEST_STEP, Math.min(next, end)));
            if (broken != null) {
                throw new AssertionError(broken);
            }
        }
    }

    /** News that nobody listens to. */
    static DeliveryNews toNobody(Faults faults) {
        return new DeliveryNews(List.of(), () -> Instant.EPOCH, faults);
    }

    /** Something is not as it must be, found where the relay would take what is thrown for somebody's failure. */
    void broke(Throwable how) {
        broken = broken == null ? how : broken;
    }

    final class Node {

        final RelayParts parts;
        final RelayCore core;
        final WakeSchedule wakes;
        final DelayedEvents delayed;
        private final RelayClock relayClock = new RelayClock(clock, clock);
        private final long origin = clock.getAsLong();
        private final Random random;
        private final SimulatedWorkers workers;
        private final Part weighing;
        private final Part lease;
        private final Part completions;
        private final Part setbacks;
        private final Part delays;
        private boolean halted;
        private boolean leaseStuck;
        private boolean looksStuck;
        private boolean readsStuck;
        private boolean completionsStuck;
        private @Nullable Reads reading;

        private Node(String name, OutboxStore store, RelayOptions options, long seed, EventTransport... transports) {
            random = new Random(seed);
            Faults faults = new Faults(LoggerFactory.getLogger(Simulation.class), relayClock);
            workers = new SimulatedWorkers(relayClock, options, random, longestCalls, hanging);
            TenantWeights known = new TenantWeights(weights, () -> 1, relayClock);
            weighing = new Part(known::turn);
            parts = new RelayParts(
                    answeringLate(store),
                    operations,
                    name,
                    options,
                    relayClock,
                    faults,
                    workers,
                    upcasts,
                    known,
                    toNobody(faults));
            wakes = new WakeSchedule(relayClock, options);
            Map<String, EventTransport> byTarget = new LinkedHashMap<>();
            for (EventTransport transport : transports) {
                byTarget.put(transport.target(), transport);
            }
            core = new RelayCore(parts, byTarget, wakes, random::nextDouble);
            lease = new Part(parts.keeper()::turn);
            completions = new Part(parts.completions()::turn);
            setbacks = new Part(parts.setbacks()::turn);
            delayed = new DelayedEvents(parts, name, wakes::signal);
            delays = new Part(delayed::turn);
        }

        /** Takes every turn that is due; answers when the next one is, on the simulation's clock. */
        long turn() {
            if (halted) {
                return Long.MAX_VALUE;
            }
            long now = relayClock.now();
            workers.turn(now);
            weighing.turn(now);
            if (!leaseStuck) {
                lease.turn(now);
            }
            delays.turn(now);
            core.turn();
            read();
            if (!completionsStuck) {
                completions.due = 0;
                completions.turn(now);
            }
            setbacks.due = 0;
            setbacks.turn(now);
            core.turn();
            read();
            long next = core.turn();
            next = mayAnswer(parts.lists()) || mayAnswer(parts.looks()) || mayAnswer(parts.reads()) ? now : next;
            next = Math.min(next, Math.min(completionsStuck ? Long.MAX_VALUE : completions.due, setbacks.due));
            next = Math.min(next, delays.due);
            next = Math.min(next, leaseStuck ? Long.MAX_VALUE : lease.due);
            next = Math.min(next, workers.nextDue());
            return next == Long.MAX_VALUE ? next : origin + next;
        }

        /** Looks without letting time pass, so that no sweep is due twice. */
        void look() {
            wakes.signal();
            for (int i = 0; i < 10; i++) {
                core.turn();
                read();
            }
            core.turn();
        }

        private void read() {
            parts.lists().turn();
            boolean looksFirst = random.nextBoolean();
            read(looksFirst ? parts.looks() : parts.reads());
            read(looksFirst ? parts.reads() : parts.looks());
        }

        private void read(Reads thread) {
            if (!isStuck(thread)) {
                reading = thread;
                thread.turn();
                reading = null;
            }
        }

        private boolean mayAnswer(Reads thread) {
            return thread.open() > 0 && !isStuck(thread);
        }

        private boolean isStuck(Reads thread) {
            return (thread == parts.looks() && looksStuck) || (thread == parts.reads() && readsStuck);
        }

        /** A store that, asked what waits, has a picture of it some time before its answer arrives. */
        private OutboxStore answeringLate(OutboxStore store) {
            return Intercepted.after(store, method -> {
                Reads asking = reading;
                if (asking != null && PICTURES.contains(method) && random.nextDouble() < lateAnswers) {
                    reading = null;
                    goOnWithoutTheAnswer(asking == parts.looks() ? parts.reads() : parts.looks());
                    reading = asking;
                }
            });
        }

        private void goOnWithoutTheAnswer(Reads other) {
            try {
                for (int turns = random.nextInt(4); turns >= 0; turns--) {
                    clock.advanceTo(clock.getAsLong() + random.nextInt(4_000_000));
                    meanwhile.run();
                    goOn(other);
                }
            } catch (RuntimeException | Error e) {
                broke(e);
            }
        }

        private void goOn(Reads other) {
            long now = relayClock.now();
            workers.turn(now);
            if (!leaseStuck) {
                lease.turn(now);
            }
            delays.turn(now);
            core.turn();
            if (!completionsStuck) {
                completions.turn(now);
            }
            setbacks.turn(now);
            if (!isStuck(other)) {
                other.turn();
            }
            core.turn();
        }

        /** Lets the thread that reads what was written just now, and holds, hang, or go on. */
        void looksHang(boolean hang) {
            looksStuck = hang;
        }

        /** Lets the thread that reads what has waited hang, or go on. */
        void readsHang(boolean hang) {
            readsStuck = hang;
        }

        /** Lets the thread that removes what was delivered hang, or go on. */
        void completionsHang(boolean hang) {
            completionsStuck = hang;
        }

        /** What the engine does when events were written by this process. */
        void wrote(List<Lane> lanes) {
            for (Lane lane : lanes) {
                if (parts.keeper().held().containsKey(lane.shard())) {
                    parts.announcements().add(lane);
                    wakes.published();
                }
            }
        }

        /** What the engine does when a delayed event was written by this node. */
        void wrote(Instant due) {
            if (delayed.published(due)) {
                delays.due = 0;
            }
        }

        /** Stops as by a kill. */
        void halt() {
            halted = true;
            workers.kill();
        }

        /** How often the relay gave a worker something to do. */
        int orders() {
            return workers.orders();
        }

        /** Lets the thread that renews leases hang, or go on. */
        void leaseHangs(boolean hangs) {
            leaseStuck = hangs;
        }

        /** What the thread of the lease keeper does at a ring. */
        void ringLease() {
            lease.due = 0;
        }
    }

    private static final class Part {
        private static final long PAUSE = 50_000_000;
        private final LongSupplier turn;
        private long due;

        private Part(LongSupplier turn) {
            this.turn = turn;
        }

        private void turn(long now) {
            if (now < due) {
                return;
            }
            try {
                due = turn.getAsLong();
            } catch (RuntimeException e) {
                due = now + PAUSE;
            }
        }
    }
}

package dev.inlay.core.internal.event;

import dev.inlay.spi.event.DeliveryOutcome;
import dev.inlay.spi.event.EventTransport;
import dev.inlay.spi.store.Lane;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Puts attempts into convoys and sends those off. A convoy takes one place of its target, and one of each tenant in it,
 * until it is back. For the relay's thread only, but for {@link #interruptAll}.
 */
final class Convoys {

    private static final long PATIENCE = 5_000_000L;

    private final RelayParts parts;
    private final Map<String, EventTransport> transports;
    private final Ending ending;
    private final Map<String, Convoy> forming = new LinkedHashMap<>();
    private final Set<Convoy> away = ConcurrentHashMap.newKeySet();
    private final Deque<Convoy> impatient = new ArrayDeque<>();
    private int underWay;
    private int stuck;

    Convoys(RelayParts parts, Map<String, EventTransport> transports, Ending ending) {
        this.parts = parts;
        this.transports = transports;
        this.ending = ending;
    }

    void add(Attempt attempt) {
        String target = attempt.lane().lane().target();
        Convoy convoy = forming.get(target);
        if (convoy == null) {
            EventTransport transport = Objects.requireNonNull(transports.get(target));
            convoy = new Convoy(
                    transport,
                    parts.keeper(),
                    parts.forms(),
                    parts.clock(),
                    back -> parts.mailbox().execute(() -> returned(back)));
            forming.put(target, convoy);
        }
        Flow flow = Convoy.flow(attempt);
        flow.accepted();
        convoy.add(attempt);
        underWay++;
        TargetGate gate = flow.target().gate();
        if (gate.isProbing() || convoy.isFull(gate.convoy(flow.hasMoreThanPlaces()))) {
            depart(target);
        }
    }

    /** Hands everything that was added to the workers. */
    void depart() {
        if (!forming.isEmpty()) {
            List.copyOf(forming.keySet()).forEach(this::depart);
        }
    }

    private void depart(String target) {
        Convoy convoy = Objects.requireNonNull(forming.remove(target));
        convoy.targetRound().started();
        convoy.depart();
        away.add(convoy);
        if (convoy.size() > 1) {
            impatient.add(convoy);
        }
        try {
            parts.workers().start(target, convoy);
        } catch (RuntimeException | OutOfMemoryError e) {
            DeliveryOutcome noThread =
                    DeliveryOutcome.notAttempted("no thread: " + Faults.describe(e), Duration.ofSeconds(1));
            convoy.takeBack().forEach(attempt -> end(convoy, attempt, noThread));
            leave(convoy);
        }
    }

    private void returned(Convoy convoy) {
        if (convoy.nanosEach() > 0) {
            convoy.targetRound().gate().took(convoy.nanosEach());
        }
        @Nullable Convoy following = convoy.wentOnWith();
        if (following == null) {
            settle(convoy);
            leave(convoy);
        } else {
            wentOn(convoy, following);
        }
    }

    /** A worker is at the next event of a stream already, which has got the places of the one before. */
    private void wentOn(Convoy convoy, Convoy following) {
        Attempt delivered = convoy.takeMade().get(0);
        following.began(parts.clock().now());
        away.add(following);
        away.remove(convoy);
        convoy.forgetNext();
        ending.wentOn(delivered, following.first());
    }

    /**
     * Lets workers go on with the next event of a stream without asking, and keeps them from it where that may not be:
     * each has one in hand at the most, so that an order is heeded behind that one.
     */
    void letGoOn(Predicate<StreamQueue> may) {
        for (Convoy convoy : away) {
            @Nullable StreamQueue stream = convoy.goesOnWith();
            if (stream == null) {
                continue;
            }
            if (!may.test(stream)) {
                convoy.withdraw();
            } else if (convoy.lacksOffer() && stream.size() > 1) {
                convoy.offer(convoy.of(Attempt.ofSecond(stream, parts.clock().now())));
            }
        }
    }

    private void leave(Convoy convoy) {
        convoy.targetRound().ended(convoy.isHanging());
        away.remove(convoy);
        impatient.remove(convoy);
    }

    private void settle(Convoy convoy) {
        for (Attempt attempt : convoy.takeMade()) {
            if (attempt.isGivenUp()) {
                stuck--;
                if (attempt.isDelivered()) {
                    ending.takenLate(attempt);
                }
            } else {
                end(convoy, attempt, attempt.outcome());
            }
        }
    }

    private void end(Convoy convoy, Attempt attempt, @Nullable DeliveryOutcome outcome) {
        left(convoy, attempt);
        ending.ended(attempt, outcome);
    }

    private void left(Convoy convoy, Attempt attempt) {
        underWay--;
        convoy.left(attempt);
    }

    /** Of convoys that an attempt holds up, settles what has ended and takes back what was not begun. */
    void takeBackFromSlow(long now) {
        while (!impatient.isEmpty() && now - impatient.element().began() >= PATIENCE) {
            Convoy slow = impatient.remove();
            settle(slow);
            for (Attempt attempt : slow.takeBack()) {
                left(slow, attempt);
                ending.takenBack(attempt);
            }
        }
    }

    /** Gives up transports that do not return. */
    void giveUpOverdue(long now) {
        for (Convoy convoy : new ArrayList<>(away)) {
            Duration timeout = convoy.targetRound().terms().sendTimeout();
            if (now - convoy.began() >= timeout.toNanos()) {
                convoy.closeOffer();
                for (Attempt attempt : convoy.underWay()) {
                    if (!attempt.isGivenUp()) {
                        attempt.giveUp();
                        attempt.interrupt();
                        stuck++;
                        end(convoy, attempt, DeliveryOutcome.retry("the transport did not return within " + timeout));
                        hangs(convoy, timeout);
                    }
                }
            }
        }
    }

    private void hangs(Convoy convoy, Duration timeout) {
        TargetRound round = convoy.targetRound();
        if (convoy.hang()) {
            round.hangs();
        }
        String target = convoy.target();
        parts.faults()
                .warn(
                        "stuck " + target,
                        "the transport to " + target + " did not return within " + timeout + " and was interrupted; "
                                + round.hanging() + " of its " + round.terms().places()
                                + " places hang, and each stays taken until its call returns");
    }

    /** When {@link #takeBackFromSlow} may have something to do. */
    long nextDue() {
        return impatient.isEmpty() ? Long.MAX_VALUE : impatient.element().began() + PATIENCE;
    }

    /** Calls off every attempt that is at work, which counts none of them as failed. For any thread. */
    void interruptAll() {
        away.forEach(Convoy::callOff);
    }

    /** How many are on their way, by tenant and target; the shard says nothing. For any thread. */
    Map<Lane, Integer> underWayByLane() {
        Map<Lane, Integer> counts = new HashMap<>();
        for (Convoy convoy : away) {
            for (Attempt attempt : convoy.unmade(false)) {
                counts.merge(attempt.lane().lane(), 1, Integer::sum);
            }
        }
        return counts;
    }

    int underWay() {
        return underWay;
    }

    /** How many were given up whose transport has not returned, by target. */
    Map<String, Integer> stuckAt() {
        if (stuck == 0) {
            return Map.of();
        }
        Map<String, Integer> counts = new HashMap<>();
        for (Convoy convoy : away) {
            if (convoy.isHanging()) {
                counts.merge(convoy.target(), convoy.unmade(true).size(), Integer::sum);
            }
        }
        return counts;
    }

    /** Hears what becomes of attempts. */
    interface Ending {
        /** An attempt was made; without an outcome it was not sent. */
        void ended(Attempt attempt, @Nullable DeliveryOutcome outcome);

        /** An attempt was made and its event delivered, and the next one of its stream was begun behind it. */
        void wentOn(Attempt delivered, Attempt next);

        /** The receiver has an event, said after the attempt had ended because it was given up. */
        void takenLate(Attempt attempt);

        /** An attempt was not begun, and will not be. */
        void takenBack(Attempt attempt);
    }
}

package dev.inlay.core.internal.event;

import dev.inlay.spi.event.DeliveryOutcome;
import dev.inlay.spi.event.EventTransport;
import dev.inlay.spi.store.Lane;
import dev.inlay.spi.store.RetryState;
import dev.inlay.spi.store.StoredEvent;
import dev.inlay.spi.store.StreamRef;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.DoubleSupplier;
import org.jspecify.annotations.Nullable;

/** What is on its way, and what becomes of it. For the relay's thread only, but for the attempts themselves. */
final class Deliveries {

    private static final long SECOND = 1_000_000_000L;
    private static final long PATIENCE = 5_000_000L;

    private final RelayParts parts;
    private final Map<String, EventTransport> transports;
    private final Dispatcher dispatcher;
    private final Expectations expectations;
    private final DoubleSupplier jitter;
    private final Set<Attempt> running = ConcurrentHashMap.newKeySet();
    private final Set<Object> busy = new HashSet<>();
    private final Map<Lane, Map<Long, ShardWork>> acknowledged = new HashMap<>();
    private final PriorityQueue<Waiting> waiting = new PriorityQueue<>(Comparator.comparingLong(Waiting::until));
    private final Map<String, Convoy> forming = new HashMap<>();
    private final Deque<Convoy> rolling = new ArrayDeque<>();
    private long nextCheck;
    private int stuck;
    private int unacknowledged;

    Deliveries(
            RelayParts parts,
            Map<String, EventTransport> transports,
            Dispatcher dispatcher,
            Expectations expectations,
            DoubleSupplier jitter) {
        this.parts = parts;
        this.transports = transports;
        this.dispatcher = dispatcher;
        this.expectations = expectations;
        this.jitter = jitter;
    }

    /** Whether the receiver has this event already, though the store may still show it. */
    boolean remembers(Lane lane, StoredEvent event) {
        Map<Long, ShardWork> acks = acknowledged.get(lane);
        return acks != null && acks.containsKey(event.id());
    }

    /** Whether this event, or with a key any of its stream, is on its way, if only under a lease that is over. */
    boolean isBusy(Lane lane, StoredEvent event) {
        return busy.contains(subject(lane, event));
    }

    private static Object subject(Lane lane, StoredEvent event) {
        return event.key().isPresent() ? new StreamRef(lane, event.key().get()) : (Object) event.id();
    }

    /** Starts the head of a stream, or sets the stream aside when its lease does not allow that now. */
    void start(StreamQueue stream) {
        ShardWork shard = stream.lane().shard();
        if (!shard.isLive() || shard.isDraining()) {
            return;
        }
        if (!parts.keeper().maySend(shard.lease())) {
            shard.stall(stream);
            return;
        }
        if (parts.holds().isHeld(stream.lane().lane())) {
            setAside(stream);
            return;
        }
        Attempt attempt = new Attempt(stream, parts.clock().now());
        stream.become(StreamQueue.State.SENDING);
        shard.begun();
        running.add(attempt);
        Lane lane = stream.lane().lane();
        busy.add(subject(lane, attempt.event()));
        dispatcher.started(stream.lane());
        Convoy convoy = forming.computeIfAbsent(lane.target(), this::convoy);
        convoy.add(attempt);
        if (convoy.size() >= dispatcher.gate(stream.lane()).convoy()) {
            depart(lane.target());
        }
    }

    /** Forgets a stream of a lane that is held, but not how often its head has failed; it is read anew afterwards. */
    private void setAside(StreamQueue stream) {
        LaneWork lane = stream.lane();
        if (stream.failed() > 0) {
            String key = stream.key().orElse("");
            long id = stream.head().id();
            lane.shard()
                    .keepRetry(new RetryState(
                            lane.lane(), key, id, stream.failed(), parts.clock().instant()));
        }
        lane.reread(stream);
    }

    /** Hands everything that was started to the workers. */
    void depart() {
        List.copyOf(forming.keySet()).forEach(this::depart);
    }

    private Convoy convoy(String target) {
        EventTransport transport = Objects.requireNonNull(transports.get(target));
        TargetGate gate = dispatcher.gate(target);
        return new Convoy(
                transport,
                parts.keeper(),
                parts.forms(),
                convoy -> parts.mailbox().execute(() -> {
                    gate.took(convoy.nanosEach());
                    convoy.takeMade().forEach(attempt -> ended(attempt, attempt.outcome()));
                    rolling.remove(convoy);
                }));
    }

    private void depart(String target) {
        Convoy convoy = Objects.requireNonNull(forming.remove(target));
        if (convoy.size() > 1) {
            rolling.add(convoy);
        }
        try {
            parts.workers().start(target, convoy);
        } catch (RuntimeException | OutOfMemoryError e) {
            DeliveryOutcome noThread =
                    DeliveryOutcome.notAttempted("no thread: " + Faults.describe(e), Duration.ofSeconds(1));
            convoy.takeBack().forEach(attempt -> ended(attempt, noThread));
            rolling.remove(convoy);
        }
    }

    /** Of convoys that an attempt holds up, settles what has ended and takes back what was not begun. */
    private void takeBackFromSlow(long now) {
        while (!rolling.isEmpty() && now - rolling.element().began() >= PATIENCE) {
            Convoy slow = rolling.remove();
            slow.takeMade().forEach(attempt -> ended(attempt, attempt.outcome()));
            slow.takeBack().forEach(this::takenBack);
        }
    }

    private void takenBack(Attempt attempt) {
        dispatcher.endedAt(attempt.lane());
        leave(attempt);
        if (attempt.lane().shard().isLive()) {
            dispatcher.ready(attempt.stream());
        }
    }

    private void ended(Attempt attempt, @Nullable DeliveryOutcome outcome) {
        dispatcher.endedAt(attempt.lane());
        if (attempt.isGivenUp()) {
            stuck--;
        } else {
            conclude(attempt, outcome);
        }
    }

    private void conclude(Attempt attempt, @Nullable DeliveryOutcome outcome) {
        leave(attempt);
        attempt.stream().reform(attempt.event());
        if (attempt.isStale()) {
            if (attempt.lane().shard().isLive()) {
                gone(attempt.stream());
                parts.requestLease();
            }
        } else if (outcome == null) {
            attempt.stream().become(StreamQueue.State.READY);
            attempt.lane().shard().stall(attempt.stream());
        } else {
            settle(attempt, outcome);
        }
    }

    private void leave(Attempt attempt) {
        Lane lane = attempt.lane().lane();
        running.remove(attempt);
        busy.remove(subject(lane, attempt.event()));
        dispatcher.endedFor(attempt.lane());
        attempt.lane().shard().finished();
    }

    private void settle(Attempt attempt, DeliveryOutcome outcome) {
        StreamQueue stream = attempt.stream();
        boolean live = attempt.lane().shard().isLive();
        TargetGate gate = dispatcher.gate(attempt.lane());
        long now = parts.clock().now();
        String pausedBefore = gate.reason();
        switch (outcome.kind()) {
            case DELIVERED -> {
                gate.answered(now);
                delivered(attempt, live);
            }
            case REFUSED -> {
                gate.answered(now);
                if (live) {
                    park(stream, outcome.reason());
                }
            }
            case RETRY -> {
                gate.unclear(now);
                if (live) {
                    failed(stream, outcome);
                }
            }
            case NOT_ATTEMPTED -> {
                if (live && !parkedForAge(stream, outcome)) {
                    waitFor(stream, RetryPolicy.pause(outcome.retryAfter()));
                }
            }
            case DISABLED -> {
                gate.answered(now);
                disabled(attempt.lane().lane(), outcome.reason());
                if (live) {
                    setAside(stream);
                }
            }
            case TARGET_UNUSABLE -> {
                outcome.retryAfter()
                        .ifPresentOrElse(
                                after -> gate.pausedFor(now, after, outcome.reason()),
                                () -> gate.unusable(now, outcome.reason()));
                String target = attempt.lane().lane().target();
                parts.faults().warn("target " + target, "target " + target + " pauses: " + outcome.reason());
                if (live && !parkedForAge(stream, outcome)) {
                    dispatcher.ready(stream);
                }
            }
        }
        parts.news().target(attempt.lane().lane().target(), pausedBefore, gate.reason());
    }

    private void disabled(Lane lane, String reason) {
        parts.holds().disabled(lane, reason).ifPresent(hold -> {
            parts.faults()
                    .warn(
                            "held " + lane.tenant() + " " + lane.target(),
                            "target " + lane.target() + " wants nothing more of tenant " + lane.tenant() + ": "
                                    + hold.reason() + "; its events are held until an operator resumes");
            parts.keep(hold);
        });
    }

    private void delivered(Attempt attempt, boolean live) {
        LaneWork lane = attempt.lane();
        StoredEvent event = attempt.event();
        parts.news().delivered(lane.lane(), event, attempt.stream().failed() + 1);
        if (live) {
            event.key().ifPresent(key -> expectations.delivered(new StreamRef(lane.lane(), key), event));
            lane.removeHead(attempt.stream());
            if (attempt.stream().size() > 0) {
                dispatcher.ready(attempt.stream());
            }
        }
        lane.shard().begun();
        unacknowledged++;
        acknowledged.computeIfAbsent(lane.lane(), l -> new HashMap<>()).put(event.id(), lane.shard());
        parts.complete(lane.lane(), event);
    }

    /**
     * Delivered events are gone from the store, so that no later read shows them. When somebody else removed some,
     * nothing that is remembered of the lane is sure any more: leases are asked for anew, and the lane is read again.
     */
    void removed(Lane lane, List<StoredEvent> events, boolean all) {
        Map<Long, ShardWork> acks = Objects.requireNonNull(acknowledged.get(lane));
        for (StoredEvent event : events) {
            ShardWork shard = Objects.requireNonNull(acks.remove(event.id()));
            shard.finished();
            unacknowledged--;
            if (!all) {
                doubt(shard, lane, event);
            }
        }
        if (acks.isEmpty()) {
            acknowledged.remove(lane);
        }
        if (!all) {
            parts.requestLease();
        }
    }

    private void doubt(ShardWork shard, Lane lane, StoredEvent event) {
        event.key().map(key -> new StreamRef(lane, key)).ifPresent(expectations::forget);
        if (shard.isLive()) {
            shard.lane(lane).reread();
        }
    }

    private void failed(StreamQueue stream, DeliveryOutcome outcome) {
        int failed = stream.failed() + 1;
        stream.failed(failed);
        RetryPolicy retries = retries(stream);
        if (retries.exhausted(failed)) {
            park(stream, failed + " attempts failed, the last one: " + outcome.reason());
            return;
        }
        if (parkedForAge(stream, outcome)) {
            return;
        }
        Duration delay = retries.delay(failed, outcome.retryAfter());
        long until = parts.clock().now() + delay.toNanos();
        stream.become(StreamQueue.State.WAITING);
        ShardWork shard = stream.lane().shard();
        RetryState state = new RetryState(
                stream.lane().lane(),
                stream.key().orElse(""),
                stream.head().id(),
                failed,
                parts.clock().instant().plus(delay));
        parts.news().retried(state.lane(), stream.head(), failed, outcome.reason(), state.nextAttempt());
        shard.begun();
        parts.postpone(shard, state, fate -> {
            shard.finished();
            waiting.add(new Waiting(until, stream));
        });
    }

    private RetryPolicy retries(StreamQueue stream) {
        return new RetryPolicy(dispatcher.terms(stream.lane()), jitter);
    }

    /** Parks what the target's policy lets wait no longer. */
    private boolean parkedForAge(StreamQueue stream, DeliveryOutcome outcome) {
        boolean outlived =
                retries(stream).outlived(stream.head().at(), parts.clock().instant());
        if (outlived) {
            park(stream, "older than its target's longest age, and not delivered: " + outcome.reason());
        }
        return outlived;
    }

    /** Leaves a stream alone for a while. */
    void waitFor(StreamQueue stream, Duration pause) {
        stream.become(StreamQueue.State.WAITING);
        waiting.add(new Waiting(parts.clock().now() + pause.toNanos(), stream));
    }

    /** Parks the head of a stream, and with it every later one. */
    void park(StreamQueue stream, String reason) {
        LaneWork lane = stream.lane();
        if (stream.parkReason() == null) {
            parts.faults().warn("parked " + lane.lane(), "parked an event of " + stream + ": " + reason);
        }
        stream.parkBecause(reason);
        stream.become(StreamQueue.State.PARKING);
        lane.shard().begun();
        parts.park(stream, reason, fate -> {
            lane.shard().finished();
            switch (fate) {
                case KEPT -> {
                    parts.news().parked(lane.lane(), stream.head(), stream.failed(), reason);
                    parked(stream);
                }
                case GONE -> gone(stream);
                case REFUSED -> {
                    parts.requestLease();
                    waitFor(stream, Duration.ofSeconds(1));
                }
            }
        });
    }

    private void parked(StreamQueue stream) {
        LaneWork lane = stream.lane();
        if (lane.shard().isLive()) {
            stream.key().map(key -> new StreamRef(lane.lane(), key)).ifPresent(ref -> {
                lane.shard().parked(ref);
                expectations.forget(ref);
            });
            lane.forget(stream);
        }
    }

    /** A former owner's delivery was removed before the event could be parked: nothing waits for it. */
    private void gone(StreamQueue stream) {
        LaneWork lane = stream.lane();
        if (lane.shard().isLive()) {
            stream.key().map(key -> new StreamRef(lane.lane(), key)).ifPresent(expectations::forget);
            lane.reread(stream);
        }
    }

    /** Goes on with streams whose time has come, and gives up transports that do not return. */
    void wake() {
        long now = parts.clock().now();
        while (!waiting.isEmpty() && waiting.peek().until <= now) {
            StreamQueue stream = waiting.remove().stream;
            if (stream.lane().shard().isLive() && !stream.lane().shard().isDraining()) {
                String reason = stream.parkReason();
                if (reason == null) {
                    dispatcher.ready(stream);
                } else {
                    park(stream, reason);
                }
            }
        }
        takeBackFromSlow(now);
        if (now >= nextCheck) {
            nextCheck = now + SECOND;
            giveUpOverdue(now);
        }
    }

    private void giveUpOverdue(long now) {
        for (Attempt attempt : List.copyOf(running)) {
            Duration timeout = dispatcher.terms(attempt.lane()).sendTimeout();
            if (now - attempt.began() >= timeout.toNanos()) {
                attempt.giveUp();
                attempt.interrupt();
                stuck++;
                conclude(attempt, DeliveryOutcome.retry("the transport did not return within " + timeout));
            }
        }
    }

    /** When {@link #wake} has something to do. */
    long nextDue() {
        long wake = waiting.isEmpty() ? Long.MAX_VALUE : waiting.peek().until;
        wake = rolling.isEmpty() ? wake : Math.min(wake, rolling.element().began() + PATIENCE);
        return running.isEmpty() ? wake : Math.min(wake, nextCheck);
    }

    /** Calls off every attempt that is at work, which counts none of them as failed. For any thread. */
    void interruptAll() {
        running.forEach(Attempt::callOff);
    }

    int inFlight() {
        return running.size();
    }

    /** How many are on their way, by tenant and target; the shard says nothing. For any thread. */
    Map<Lane, Integer> inFlightByTarget() {
        Map<Lane, Integer> counts = new HashMap<>();
        for (Attempt attempt : running) {
            Lane lane = attempt.lane().lane();
            counts.merge(new Lane(0, lane.tenant(), lane.target()), 1, Integer::sum);
        }
        return counts;
    }

    int stuck() {
        return stuck;
    }

    int unacknowledged() {
        return unacknowledged;
    }

    private record Waiting(long until, StreamQueue stream) {}
}

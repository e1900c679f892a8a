package dev.inlay.core.internal.event;

import dev.inlay.spi.event.DeliveryOutcome;
import dev.inlay.spi.event.EventTransport;
import dev.inlay.spi.store.Lane;
import dev.inlay.spi.store.RetryState;
import dev.inlay.spi.store.StoredEvent;
import dev.inlay.spi.store.StreamRef;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.function.DoubleSupplier;
import org.jspecify.annotations.Nullable;

/** What is on its way, and what becomes of it. For the relay's thread only, but for the attempts themselves. */
final class Deliveries implements Convoys.Ending {

    private static final long SECOND = 1_000_000_000L;
    private static final Duration WHILE_STANDING_STILL = Duration.ofMillis(100);

    private final RelayParts parts;
    private final Dispatcher dispatcher;
    private final Expectations expectations;
    private final DoubleSupplier jitter;
    private final Convoys convoys;
    private final Acknowledgements acknowledgements;
    private final TargetAnswers answers;
    private final Set<Object> busy = new HashSet<>();
    private final PriorityQueue<Waiting> waiting = new PriorityQueue<>(Comparator.comparingLong(Waiting::until));
    private long nextCheck;

    Deliveries(
            RelayParts parts,
            Map<String, EventTransport> transports,
            Dispatcher dispatcher,
            Expectations expectations,
            DoubleSupplier jitter) {
        this.parts = parts;
        this.dispatcher = dispatcher;
        this.expectations = expectations;
        this.jitter = jitter;
        this.convoys = new Convoys(parts, transports, this);
        this.acknowledgements = new Acknowledgements(parts, expectations);
        this.answers = new TargetAnswers(parts, dispatcher);
    }

    /** Whether the receiver has this event already, though the store may still show it. */
    boolean remembers(Lane lane, StoredEvent event) {
        return acknowledgements.remembers(lane, event);
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
        if (!shard.isLive() || stream.size() == 0) {
            return;
        }
        if (!shard.sends(stream.lane()) || !parts.keeper().maySend(shard.lease())) {
            shard.stall(stream);
            return;
        }
        if (parts.holds().isHeld(stream.lane().lane())) {
            setAside(stream);
            return;
        }
        Attempt attempt = Attempt.ofHead(stream, parts.clock().now());
        stream.become(StreamQueue.State.SENDING);
        begun(attempt);
        convoys.add(attempt);
    }

    private void begun(Attempt attempt) {
        Lane lane = attempt.lane().lane();
        attempt.stream().tried(parts.clock().now());
        attempt.lane().shard().called(lane);
        busy.add(subject(lane, attempt.event()));
    }

    /** Lets workers go on with their streams as long as nobody has to wait for that, and nothing forbids it. */
    void letGoOn() {
        convoys.letGoOn(this::mayGoOn);
    }

    private boolean mayGoOn(StreamQueue stream) {
        LaneWork lane = stream.lane();
        return lane.shard().sends(lane)
                && parts.keeper().maySend(lane.shard().lease())
                && !parts.holds().isHeld(lane.lane())
                && dispatcher.mayGoOn(lane);
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
        convoys.depart();
    }

    @Override
    public void takenBack(Attempt attempt) {
        leave(attempt);
        if (attempt.stream().isTaken()) {
            delivered(attempt.stream());
        } else if (attempt.lane().shard().isLive()) {
            dispatcher.ready(attempt.stream());
        }
    }

    @Override
    public void ended(Attempt attempt, @Nullable DeliveryOutcome outcome) {
        StreamQueue stream = attempt.stream();
        ShardWork shard = attempt.lane().shard();
        boolean counted = outcome != null && shard.isLive();
        if (attempt.isUnclear() && !counted) {
            parts.doubt(shard, attempt.event());
        }
        leave(attempt);
        stream.reform(attempt.event());
        if (outcome != null) {
            answers.heard(attempt.lane(), outcome);
        }
        if (attempt.isStale()) {
            if (shard.isLive()) {
                stale(stream);
            }
        } else if (has(stream, outcome)) {
            delivered(stream);
        } else if (outcome == null) {
            stream.become(StreamQueue.State.READY);
            shard.stall(stream);
        } else if (shard.isLive()) {
            settle(stream, outcome);
        }
    }

    @Override
    public void wentOn(Attempt delivered, Attempt next) {
        StreamQueue stream = delivered.stream();
        leave(delivered);
        stream.reform(delivered.event());
        answers.heard(delivered.lane(), DeliveryOutcome.delivered());
        takeHead(stream);
        if (!delivered.lane().shard().isLive()) {
            stream.removeHead(); // what goes on is told by its head, in a lane that has ended too
        }
        begun(next);
    }

    /** The event is gone, or the shard has changed, so that nothing of it can be kept before it begins anew. */
    private void stale(StreamQueue stream) {
        if (parts.keeper().isOutdated(stream.lane().shard().lease())) {
            waitFor(stream, WHILE_STANDING_STILL);
        } else {
            gone(stream);
            parts.requestLease();
        }
    }

    private void leave(Attempt attempt) {
        busy.remove(subject(attempt.lane().lane(), attempt.event()));
        attempt.lane().shard().returned(attempt.lane().lane());
    }

    /** Whether the receiver has the head: it says so now, or said so late of an earlier attempt and does not refuse. */
    private static boolean has(StreamQueue stream, @Nullable DeliveryOutcome outcome) {
        return outcome == null
                ? stream.isTaken()
                : switch (outcome.kind()) {
                    case DELIVERED -> true;
                    case REFUSED -> false;
                    default -> stream.isTaken();
                };
    }

    private void settle(StreamQueue stream, DeliveryOutcome outcome) {
        switch (outcome.kind()) {
            case DELIVERED -> delivered(stream);
            case REFUSED -> park(stream, outcome.reason());
            case RETRY -> failed(stream, outcome);
            case DISABLED -> setAside(stream);
            case NOT_ATTEMPTED -> {
                if (!parkedForAge(stream, outcome)) {
                    waitFor(stream, RetryPolicy.pause(outcome.retryAfter()));
                }
            }
            case TARGET_UNUSABLE -> {
                if (!parkedForAge(stream, outcome)) {
                    dispatcher.ready(stream);
                }
            }
        }
    }

    @Override
    public void takenLate(Attempt attempt) {
        StoredEvent event = attempt.event();
        LaneWork lane = attempt.lane();
        answers.heard(lane, DeliveryOutcome.delivered());
        ShardWork shard = lane.shard().latest();
        if (!shard.isLive()) {
            if (attempt.stream().isHeadedBy(event)) {
                delivered(attempt.stream());
            }
            return;
        }
        StreamQueue stream = shard.lane(lane.lane()).headedBy(event);
        if (stream != null) {
            takenLate(stream);
        } else if (shard.takeRetry(event) != null) {
            acknowledgements.add(shard, lane.lane(), event, true);
        } else if (attempt.stream().isHeadedBy(event)) {
            parts.faults()
                    .warn(
                            "late " + lane.lane(),
                            "the receiver of " + attempt.stream() + " took event " + event.eventId()
                                    + " after its attempt had been given up, and after it was parked or removed");
        }
    }

    /** The head is delivered, at once unless something under way has to end first. */
    private void takenLate(StreamQueue stream) {
        switch (stream.state()) {
            case READY -> delivered(stream);
            case WAITING -> {
                waiting.removeIf(one -> one.stream == stream);
                delivered(stream);
            }
            case SENDING, POSTPONING, PARKING -> stream.take();
        }
    }

    /** Takes the head away, and goes on with the next; one that is ready keeps its place. */
    private void delivered(StreamQueue stream) {
        takeHead(stream);
        if (stream.lane().shard().isLive() && stream.size() > 0 && stream.state() != StreamQueue.State.READY) {
            dispatcher.ready(stream);
        }
    }

    private void takeHead(StreamQueue stream) {
        LaneWork lane = stream.lane();
        StoredEvent event = stream.head();
        // a newer owner may have failed with it, and died
        boolean retried = stream.failed() > 0
                || lane.shard().hasRetries()
                || !lane.shard().isLive();
        boolean sending = stream.state() == StreamQueue.State.SENDING;
        parts.news().delivered(lane.lane(), event, stream.failed() + (sending ? 1 : 0));
        if (lane.shard().isLive()) {
            if (event.key().isPresent()) {
                expectations.delivered(stream.ref(), event);
            }
            lane.removeHead(stream);
        }
        acknowledgements.add(lane.shard(), lane.lane(), event, retried);
    }

    /** Delivered events are gone from the store; all is false when somebody else had removed some of them. */
    void removed(Lane lane, List<StoredEvent> events, boolean all) {
        acknowledgements.removed(lane, events, all);
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
        stream.become(StreamQueue.State.POSTPONING);
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
            if (fate != Setbacks.Fate.KEPT) {
                parts.doubt(shard, stream.head());
            }
            shard.finished();
            if (stream.isTaken()) {
                delivered(stream);
            } else {
                waitUntil(stream, until);
            }
        });
    }

    private RetryPolicy retries(StreamQueue stream) {
        return new RetryPolicy(dispatcher.terms(stream.lane()), jitter);
    }

    /** Parks what the target's policy lets wait no longer. */
    private boolean parkedForAge(StreamQueue stream, DeliveryOutcome outcome) {
        boolean outlived = retries(stream).outlived(parts.clock().now() - stream.triedSince());
        if (outlived) {
            park(stream, "tried for its target's longest age, and not delivered: " + outcome.reason());
        }
        return outlived;
    }

    /** Leaves a stream alone for a while. */
    void waitFor(StreamQueue stream, Duration pause) {
        waitUntil(stream, parts.clock().now() + pause.toNanos());
    }

    private void waitUntil(StreamQueue stream, long until) {
        if (stream.lane().shard().isLive()) {
            stream.become(StreamQueue.State.WAITING);
            waiting.add(new Waiting(until, stream));
        }
    }

    /** A shard is worked on no longer: forgets its streams, whose time may come in hours only. */
    void forget(int shard) {
        answers.forget(shard);
        waiting.removeIf(one -> !one.stream.lane().shard().isLive());
    }

    /** Why the last attempt of a lane was not made. For any thread. */
    Map<Lane, String> notAttempted() {
        return answers.notAttempted();
    }

    /** Parks the head of a stream, and with it every later one. */
    void park(StreamQueue stream, String reason) {
        LaneWork lane = stream.lane();
        if (stream.parkReason() == null) {
            parts.faults().warn("parked " + lane.lane(), "parked an event of " + stream + ": " + reason);
        }
        if (stream.failed() > 0) {
            // its failures are forgotten with it, and a replay must not send what may have been taken in another form
            parts.doubt(lane.shard(), stream.head());
        }
        stream.parkBecause(reason);
        stream.become(StreamQueue.State.PARKING);
        lane.shard().begun();
        // a page that was asked for before may still show what was parked
        parts.park(stream, reason, fate -> parts.pictures().afterwards(() -> parkingEnded(stream, reason, fate)));
    }

    private void parkingEnded(StreamQueue stream, String reason, Setbacks.Fate fate) {
        stream.lane().shard().finished();
        switch (fate) {
            case KEPT -> {
                if (stream.isTaken()) {
                    parts.faults()
                            .warn(
                                    "late " + stream.lane().lane(),
                                    "the receiver of " + stream + " took event "
                                            + stream.head().eventId()
                                            + " after its attempt had been given up, while it was being parked; it"
                                            + " stays parked");
                }
                parts.news().parked(stream.lane().lane(), stream.head(), stream.failed(), reason);
                parked(stream);
            }
            case GONE -> gone(stream);
            case REFUSED -> {
                if (stream.isTaken()) {
                    delivered(stream);
                    return;
                }
                parts.requestLease();
                waitFor(stream, Duration.ofSeconds(1));
            }
        }
    }

    private void parked(StreamQueue stream) {
        LaneWork lane = stream.lane();
        if (lane.shard().isLive()) {
            if (stream.key().isPresent()) {
                lane.shard().parked(stream.ref());
                expectations.forget(stream.ref());
            }
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
            ShardWork shard = stream.lane().shard();
            String reason = stream.parkReason();
            if (shard.isLive() && reason == null) {
                dispatcher.ready(stream);
            } else if (shard.isWorkedOn() && reason != null) {
                park(stream, reason);
            } else if (shard.isLive()) {
                waitFor(stream, WHILE_STANDING_STILL);
            }
        }
        convoys.takeBackFromSlow(now);
        if (now >= nextCheck) {
            nextCheck = now + SECOND;
            convoys.giveUpOverdue(now);
        }
    }

    /** When {@link #wake} has something to do. */
    long nextDue() {
        long wake = waiting.isEmpty() ? Long.MAX_VALUE : waiting.peek().until;
        wake = Math.min(wake, convoys.nextDue());
        return convoys.underWay() == 0 ? wake : Math.min(wake, nextCheck);
    }

    /** Calls off every attempt that is at work, which counts none of them as failed. For any thread. */
    void interruptAll() {
        convoys.interruptAll();
    }

    int inFlight() {
        return convoys.underWay();
    }

    /** How many are on their way, by tenant and target; the shard says nothing. For any thread. */
    Map<Lane, Integer> inFlightByLane() {
        return convoys.underWayByLane();
    }

    /** How many attempts were given up whose transport has not returned, by target. */
    Map<String, Integer> stuckAt() {
        return convoys.stuckAt();
    }

    int unacknowledged() {
        return acknowledgements.count();
    }

    /** Whether so much was delivered and not removed that the rest of a lane had better wait. */
    boolean isBehind(Lane lane) {
        return acknowledgements.isBehind(lane);
    }

    private record Waiting(long until, StreamQueue stream) {}
}

package dev.inlay.core.internal.event;

import dev.inlay.spi.store.Lane;
import dev.inlay.spi.store.OutboxStore;
import dev.inlay.spi.store.RetryState;
import dev.inlay.spi.store.StoredEvent;
import dev.inlay.spi.store.StreamRef;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Says what of the rows that were read may be sent, and hands that to the dispatcher: of each stream the lowest event
 * that waits, with what follows it without a gap. For the relay's thread only.
 */
final class Intake {

    /** So many streams are looked up quickly. */
    private static final int FEW = 64;

    private final RelayParts parts;
    private final Dispatcher dispatcher;
    private final Deliveries deliveries;
    private final Expectations expectations;
    private final WakeSchedule wakes;
    private final Room room;
    private final int mostOfStream;

    Intake(
            RelayParts parts,
            Dispatcher dispatcher,
            Deliveries deliveries,
            Expectations expectations,
            WakeSchedule wakes,
            Room room) {
        this.parts = parts;
        this.dispatcher = dispatcher;
        this.deliveries = deliveries;
        this.expectations = expectations;
        this.wakes = wakes;
        this.room = room;
        this.mostOfStream = mostOfStream(parts.options());
    }

    /** How many events of one stream are held at most. */
    static int mostOfStream(RelayOptions options) {
        return Math.max(1, options.laneBuffer() / 2);
    }

    /**
     * Takes a page, and answers whether there was something new in it. What one statement reads from the floor on is
     * one picture of the lane, so that the first event of a stream in it is the lowest that waits; a later page may
     * miss one that was committed after the page before it.
     */
    boolean take(LaneWork lane, List<StoredEvent> page, boolean fromFloor) {
        return take(lane, page, fromFloor, false);
    }

    private boolean take(LaneWork lane, List<StoredEvent> page, boolean fromFloor, boolean moreOfStream) {
        Set<String> shown = fromFloor ? new HashSet<>() : Set.of();
        List<StoredEvent> unsure = new ArrayList<>(0);
        boolean found = false;
        for (StoredEvent event : page) {
            boolean lowest = fromFloor
                    && event.key().isPresent()
                    && shown.add(event.key().get());
            found |= takeNew(lane, event, lowest, unsure);
        }
        if (!unsure.isEmpty()) {
            lookUp(lane, unsure, moreOfStream);
        }
        if (found) {
            wakes.found();
        }
        return found;
    }

    /** Takes what was left out of one stream; more of it may wait behind. */
    void refill(LaneWork lane, List<StoredEvent> rows, boolean more) {
        take(lane, rows, false, more);
        if (more) {
            leaveOut(lane, rows.get(0));
        }
    }

    private static void leaveOut(LaneWork lane, StoredEvent ofStream) {
        StreamQueue stream = lane.stream(ofStream.key().orElseThrow());
        if (stream != null) {
            stream.leaveOut();
        }
    }

    private boolean takeNew(LaneWork lane, StoredEvent event, boolean lowest, @Nullable List<StoredEvent> unsure) {
        boolean taken = take(lane, event, lowest, unsure);
        if (taken) {
            parts.announcements().found(lane.lane());
        }
        return taken;
    }

    private boolean take(LaneWork lane, StoredEvent event, boolean lowest, @Nullable List<StoredEvent> unsure) {
        if (lane.holds(event.id()) || deliveries.remembers(lane.lane(), event)) {
            return false;
        }
        if (event.key().isEmpty()) {
            return !deliveries.isBusy(lane.lane(), event) && begin(lane, event);
        }
        StreamQueue stream = lane.stream(event.key().get());
        if (stream != null) {
            return extend(stream, event);
        }
        if (deliveries.isBusy(lane.lane(), event)) {
            return false;
        }
        StreamRef ref = new StreamRef(lane.lane(), event.key().get());
        if (lane.shard().isParked(ref)) {
            return behindParked(lane, event, lowest, unsure);
        }
        if (lowest || expectations.isSurelyNext(ref, event)) {
            return begin(lane, event);
        }
        if (unsure != null) {
            unsure.add(event);
        }
        return false;
    }

    /** Parks what comes behind parked events, unless an operator has put it back while later ones are still parked. */
    private boolean behindParked(LaneWork lane, StoredEvent event, boolean lowest, @Nullable List<StoredEvent> unsure) {
        if (unsure != null) {
            unsure.add(event);
            return false;
        }
        if (lowest) {
            return begin(lane, event);
        }
        deliveries.park(lane.begin(event), "waits for earlier events of its key, which are parked");
        return true;
    }

    private boolean extend(StreamQueue stream, StoredEvent event) {
        if (stream.follows(event) && stream.size() < mostOfStream && !room.isFull(stream.lane())) {
            stream.lane().append(stream, event);
            if (stream.isAside()) {
                stream.lane().waits();
            }
            return true;
        }
        if (event.seq() > stream.last().seq()
                || event.generation() > stream.last().generation()) {
            stream.leaveOut();
        }
        return false;
    }

    /** Asks which events of these streams are the lowest that wait. */
    private void lookUp(LaneWork lane, List<StoredEvent> unsure, boolean moreOfStream) {
        Set<StreamRef> streams = new LinkedHashSet<>();
        unsure.forEach(
                event -> streams.add(new StreamRef(lane.lane(), event.key().orElseThrow())));
        Function<OutboxStore, Map<StreamRef, Long>> question = store -> store.firstUndelivered(streams);
        Reads.Answer<Map<StreamRef, Long>> answer = (first, took) -> {
            lookedUp(lane, unsure, first);
            if (moreOfStream) {
                leaveOut(lane, unsure.get(0));
            }
        };
        Consumer<RuntimeException> failure = e -> parts.faults().failed("read", e);
        if (streams.size() <= FEW) {
            parts.askSoon(question, answer, failure);
        } else {
            parts.ask(question, answer, failure);
        }
    }

    private void lookedUp(LaneWork lane, List<StoredEvent> unsure, Map<StreamRef, Long> first) {
        if (!lane.shard().isWorkedOn()) {
            return;
        }
        boolean found = false;
        for (StoredEvent event : unsure) {
            Long lowest = first.get(new StreamRef(lane.lane(), event.key().orElseThrow()));
            found |= takeNew(lane, event, lowest != null && lowest == event.seq(), null);
            if (lowest != null && lowest < event.seq()) {
                // a lower one is in an answer to come, or about to be removed, or a sweep will show it
                found = true;
                parts.pictures().afterwards(() -> takeBehind(lane, event));
            }
        }
        if (found) {
            wakes.found();
        }
    }

    /** Has an event follow those of its stream that have come meanwhile; where none has, a sweep will show it. */
    private void takeBehind(LaneWork lane, StoredEvent event) {
        if (lane.shard().isWorkedOn()) {
            takeNew(lane, event, false, new ArrayList<>(0));
        }
    }

    /** Whether so much of a lane was delivered and not removed that the rest had better wait. */
    boolean isBehind(Lane lane) {
        return deliveries.isBehind(lane);
    }

    private boolean begin(LaneWork lane, StoredEvent event) {
        StreamQueue stream = lane.begin(event);
        RetryState retry = lane.shard().takeRetry(event);
        if (retry == null) {
            dispatcher.ready(stream);
            return true;
        }
        stream.failed(retry.attempts());
        Duration left = parts.clock().until(retry.nextAttempt());
        if (left.isNegative() || left.isZero()) {
            dispatcher.ready(stream);
        } else {
            deliveries.waitFor(
                    stream, left.compareTo(RetryPolicy.LONGEST_ASKED) > 0 ? RetryPolicy.LONGEST_ASKED : left);
        }
        return true;
    }
}

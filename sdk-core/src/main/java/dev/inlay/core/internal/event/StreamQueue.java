package dev.inlay.core.internal.event;

import dev.inlay.spi.store.StoredEvent;
import dev.inlay.spi.store.StreamRef;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The next events of one stream, in order and without gaps; the first is the lowest that is not delivered. An event
 * without a key is a stream of its own. For the relay's thread only.
 */
final class StreamQueue {

    /** With so many left a stream does not run dry while it is read on, however much there was room for. */
    private static final int EARLY_ENOUGH = 16;

    private final LaneWork lane;
    private final Optional<String> key;
    private final Deque<StoredEvent> events = new ArrayDeque<>();
    private State state = State.READY;
    private int failed;
    private long triedSince = Long.MAX_VALUE;
    private @Nullable String parkReason;
    private boolean leftOut;
    private int refillAt;
    private volatile boolean taken;

    StreamQueue(LaneWork lane, StoredEvent first) {
        this.lane = lane;
        this.key = first.key();
        events.add(first);
    }

    LaneWork lane() {
        return lane;
    }

    Optional<String> key() {
        return key;
    }

    StoredEvent head() {
        return events.getFirst();
    }

    /** The one behind the head; there must be one. */
    StoredEvent second() {
        Iterator<StoredEvent> all = events.iterator();
        all.next();
        return all.next();
    }

    boolean isHeadedBy(StoredEvent event) {
        return !events.isEmpty()
                && head().id() == event.id()
                && head().eventId().equals(event.eventId());
    }

    /** Puts the head's newest form in its place. */
    void reform(StoredEvent newest) {
        if (head() != newest && head().id() == newest.id()) {
            events.removeFirst();
            events.addFirst(newest);
        }
    }

    int size() {
        return events.size();
    }

    StoredEvent last() {
        return events.getLast();
    }

    /** The stream in the store's words; only for one with a key. */
    StreamRef ref() {
        return new StreamRef(lane.lane(), key.orElseThrow());
    }

    boolean follows(StoredEvent event) {
        StoredEvent last = events.getLast();
        return event.generation() == last.generation() && event.seq() == last.seq() + 1;
    }

    void append(StoredEvent event) {
        events.addLast(event);
    }

    /** Remembers when the head was first tried. */
    void tried(long now) {
        triedSince = Math.min(triedSince, now);
    }

    /** When the head was first tried, on the relay's clock, as far as this queue knows. */
    long triedSince() {
        return triedSince;
    }

    /** Takes the delivered head away; nothing that is known of it holds for the next one. */
    StoredEvent removeHead() {
        failed = 0;
        triedSince = Long.MAX_VALUE;
        parkReason = null;
        taken = false;
        return events.removeFirst();
    }

    StoredEvent removeLast() {
        return events.removeLast();
    }

    Iterable<StoredEvent> events() {
        return events;
    }

    /** Remembers that the store holds more of this stream than memory had room for. */
    void leaveOut() {
        int half = Math.min(EARLY_ENOUGH, events.size() / 2);
        refillAt = leftOut ? Math.max(refillAt, half) : half;
        leftOut = true;
    }

    /** Whether so much is gone of what memory had room for that the rest is worth asking for. */
    boolean isLow() {
        return events.size() <= refillAt;
    }

    /** Whether something was left out; what takes it asks for that. */
    boolean takeLeftOut() {
        boolean taken = leftOut;
        leftOut = false;
        return taken;
    }

    State state() {
        return state;
    }

    void become(State next) {
        state = next;
        if (isAside()) {
            lane.waits();
        }
    }

    /** Whether it cannot go on now. */
    boolean isAside() {
        return state != State.READY && state != State.SENDING;
    }

    /** How many attempts to deliver the head have failed. */
    int failed() {
        return failed;
    }

    void failed(int attempts) {
        failed = attempts;
    }

    /** Why the head is to be parked; {@code null} when it is to be sent. */
    @Nullable
    String parkReason() {
        return parkReason;
    }

    /** The head is to be parked, which a refusal orders also of what was taken late. */
    void parkBecause(String reason) {
        parkReason = reason;
        taken = false;
    }

    /** Remembers that the receiver has the head, though what is under way with it has not ended yet. */
    void take() {
        taken = true;
    }

    /** Whether the receiver said of the head, after the attempt was given up, that it has it. For any thread. */
    boolean isTaken() {
        return taken;
    }

    @Override
    public String toString() {
        return lane.lane().tenant() + " to " + lane.lane().target()
                + key.map(k -> ", key " + k).orElse("");
    }

    /** Where the head stands. */
    enum State {
        /** May be sent. */
        READY,
        /** Is on its way. */
        SENDING,
        /** Waits for its failure to be written down. */
        POSTPONING,
        /** Waits for its time. */
        WAITING,
        /** Is being parked. */
        PARKING
    }
}

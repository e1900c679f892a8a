package dev.inlay.core.internal.event;

import dev.inlay.api.tenant.TenantId;
import dev.inlay.spi.store.Lane;
import dev.inlay.spi.store.StoredEvent;
import dev.inlay.spi.store.StreamRef;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the relay holds of one lane: its streams with something to do, and how far it has read. For the relay's thread
 * only.
 */
final class LaneWork {

    private final ShardWork shard;
    private final Lane lane;
    private final Map<String, StreamQueue> streams = new LinkedHashMap<>();
    private final Map<Long, StreamQueue> loose = new HashMap<>();
    private final Map<Long, Integer> bytes = new HashMap<>();
    private final LaneCursor cursor = new LaneCursor();

    private final Tally tally;
    private final Tally.Holding holding;
    private @Nullable Flow flow;
    private int arriving;
    private boolean asked;
    private boolean trimmable;
    private long restsUntil = Long.MIN_VALUE;

    LaneWork(ShardWork shard, Lane lane, Tally tally) {
        this.shard = shard;
        this.lane = lane;
        this.tally = tally;
        this.holding = tally.holding(lane);
    }

    ShardWork shard() {
        return shard;
    }

    Lane lane() {
        return lane;
    }

    LaneCursor cursor() {
        return cursor;
    }

    /** What the dispatcher keeps here, so that it need not look it up; {@code null} at first. */
    @Nullable
    Flow flow() {
        return flow;
    }

    void flow(Flow of) {
        flow = of;
    }

    /** How many events the lanes of this tenant and target hold together. */
    int heldTogether() {
        return holding.events;
    }

    long bytesTogether() {
        return holding.bytes;
    }

    PageSizes pages() {
        return holding.pages;
    }

    /** How many events are held. */
    int size() {
        return bytes.size();
    }

    boolean holds(long id) {
        return bytes.containsKey(id);
    }

    @Nullable
    StreamQueue stream(String key) {
        return streams.get(key);
    }

    /** The stream whose head this event is; {@code null} when it is not held, or not as a head. */
    @Nullable
    StreamQueue headedBy(StoredEvent event) {
        StreamQueue stream = event.key().isPresent() ? streams.get(event.key().get()) : loose.get(event.id());
        return stream != null && stream.isHeadedBy(event) ? stream : null;
    }

    StreamQueue begin(StoredEvent first) {
        StreamQueue stream = new StreamQueue(this, first);
        hold(first);
        if (first.key().isPresent()) {
            streams.put(first.key().get(), stream);
        } else {
            loose.put(first.id(), stream);
        }
        return stream;
    }

    void append(StreamQueue stream, StoredEvent event) {
        stream.append(event);
        hold(event);
    }

    StoredEvent removeHead(StreamQueue stream) {
        StoredEvent head = stream.removeHead();
        release(head);
        if (stream.size() == 0) {
            forget(stream, head);
        } else if (stream.isLow()) {
            refill(stream, head);
        }
        return head;
    }

    /** Drops a stream with everything that is held of it. */
    void forget(StreamQueue stream) {
        StoredEvent head = stream.head();
        stream.events().forEach(this::release);
        forget(stream, head);
    }

    private void forget(StreamQueue stream, StoredEvent head) {
        if (stream.key().isPresent()) {
            streams.remove(stream.key().get());
        } else {
            loose.remove(head.id());
        }
        refill(stream, head);
    }

    /** Asks for what was left out of a stream, so that nobody else's rows are read again for it. */
    private void refill(StreamQueue stream, StoredEvent head) {
        if (stream.takeLeftOut()) {
            StoredEvent last = stream.size() == 0 ? head : stream.last();
            tally.refills.add(new Refill(this, stream.ref(), last.seq()));
        }
    }

    /** Drops a stream, and reads the lane again: the store knows more about it than memory does. */
    void reread(StreamQueue stream) {
        forget(stream);
        reread();
    }

    /** Reads everything again, because somebody else has worked here; what is held stays. */
    void reread() {
        cursor.restart();
        tally.readOn(this);
    }

    /** How many rows are on their way into the lane. */
    int arriving() {
        return arriving;
    }

    /** So many more rows are on their way, or fewer. */
    void arrive(int rows) {
        arriving += rows;
        tally.arriving += rows;
        tally.changed = true;
    }

    /** What is read of it would not be kept before. */
    void restUntil(long time) {
        restsUntil = time;
    }

    boolean rests(long now) {
        return now < restsUntil;
    }

    /** Whether the lane is being asked for, so that it must not be asked for again. */
    boolean isAsked() {
        return asked;
    }

    void asked(boolean now) {
        asked = now;
    }

    /** A stream has to wait, so that there may be something to {@link #trim}. */
    void waits() {
        trimmable = true;
    }

    /** Makes room: of streams that cannot go on now, only the head stays in memory. Answers how much was dropped. */
    int trim() {
        if (!trimmable) {
            return 0;
        }
        trimmable = false;
        int before = bytes.size();
        for (StreamQueue stream : streams.values()) {
            if (stream.isAside()) {
                while (stream.size() > 1) {
                    StoredEvent dropped = stream.removeLast();
                    release(dropped);
                    stream.leaveOut();
                }
            }
        }
        return before - bytes.size();
    }

    /** Drops everything; the lane is not used any more. */
    void end() {
        bytes.values().forEach(size -> tally.add(holding, -1, -size));
        tally.unread.remove(this);
        bytes.clear();
        streams.clear();
        loose.clear();
    }

    private void hold(StoredEvent event) {
        int size = event.payload().bytes().length;
        if (bytes.putIfAbsent(event.id(), size) == null) {
            tally.add(holding, 1, size);
        }
    }

    private void release(StoredEvent event) {
        Integer size = bytes.remove(event.id());
        if (size != null) {
            tally.add(holding, -1, -size);
        }
    }

    /** What was left out of a stream and is to be read now. */
    record Refill(LaneWork lane, StreamRef stream, long afterSeq) {}

    /**
     * What the lanes of a relay add up to: how many events they hold, and which of them are to be read on without
     * waiting for the next look. For the relay's thread only.
     */
    static final class Tally {

        private final Set<LaneWork> unread = new LinkedHashSet<>();
        private final Deque<Refill> refills = new ArrayDeque<>();
        private final int refillRows;
        private final Map<Owner, Holding> holdings = new HashMap<>();
        private int held;
        private long bytes;
        private int arriving;
        private boolean changed;

        /** With the number of rows that are read of one stream at once. */
        Tally(int refillRows) {
            this.refillRows = refillRows;
        }

        Set<LaneWork> unread() {
            return unread;
        }

        Deque<Refill> refills() {
            return refills;
        }

        int held() {
            return held;
        }

        /** How many bytes of payloads are held. */
        long bytes() {
            return bytes;
        }

        /** How many rows are on their way into lanes. */
        int arriving() {
            return arriving;
        }

        /** How many rows are read of one stream at once at the most. */
        int refillRows() {
            return refillRows;
        }

        void readOn(LaneWork lane) {
            unread.add(lane);
            changed = true;
        }

        void roomChanged() {
            changed = true;
        }

        /** Whether there may be room, or something to read, that was not there before. */
        boolean takeChanged() {
            boolean was = changed;
            changed = false;
            return was;
        }

        private Holding holding(Lane lane) {
            return holdings.computeIfAbsent(new Owner(lane.tenant(), lane.target()), owner -> new Holding());
        }

        private void add(Holding of, int count, int size) {
            of.events += count;
            of.bytes += size;
            held += count;
            bytes += size;
            changed |= count < 0;
        }

        private record Owner(TenantId tenant, String target) {}

        private static final class Holding {
            private final PageSizes pages = new PageSizes();
            private int events;
            private long bytes;
        }
    }
}

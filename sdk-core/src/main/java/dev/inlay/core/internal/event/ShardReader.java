package dev.inlay.core.internal.event;

import dev.inlay.spi.store.Lane;
import dev.inlay.spi.store.LaneStart;
import dev.inlay.spi.store.OutboxStore;
import dev.inlay.spi.store.StoredEvent;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Says what is read next. Lanes in which much waits are read on, page after page, as long as there is room; at each
 * look the new rows of the lanes are read, many in one question. Beside a backlog most looks go only to where this
 * process wrote, and are asked apart. For the relay's thread only.
 */
final class ShardReader {

    private static final int QUESTIONS = 2;
    private static final int LANES = 16;
    private static final int GLANCE = 64;
    private static final long WHILE_FULL = 100_000_000L;
    private static final long LONGEST_SWEEP = 20_000_000L;

    private final RelayParts parts;
    private final Dispatcher dispatcher;
    private final WakeSchedule wakes;
    private final LaneWork.Tally tally;
    private final Intake intake;
    private final Consumer<RuntimeException> failed;
    private final Room room;
    private final Map<Integer, ShardWork> shards;
    private final Set<LaneWork> announced = new LinkedHashSet<>();
    private final Set<LaneWork> glances = new LinkedHashSet<>();
    private final Deque<LaneWork> plan = new ArrayDeque<>();
    private final List<Reading> sweeps = new ArrayList<>();
    private final KnownLanes known;
    private int mostSweeps = LANES;
    private boolean newFirst;
    private boolean refillsFirst;

    /**
     * Reads the shards of a map that others change. Failed hears, on the relay's thread, when the store did not answer.
     */
    ShardReader(
            RelayParts parts,
            Map<Integer, ShardWork> shards,
            Dispatcher dispatcher,
            WakeSchedule wakes,
            LaneWork.Tally tally,
            Room room,
            Intake intake,
            Consumer<RuntimeException> failed) {
        this.parts = parts;
        this.shards = shards;
        this.dispatcher = dispatcher;
        this.wakes = wakes;
        this.tally = tally;
        this.intake = intake;
        this.failed = failed;
        this.room = room;
        this.known = new KnownLanes(parts, shards, dispatcher, this::listed);
    }

    /** Asks for what there is to ask now; its answers come later, and ask for more. */
    void step() {
        askOn();
    }

    /** When there is something to ask that is not asked already. */
    long nextDue() {
        if (parts.reads().open() >= QUESTIONS && !readsOn()) {
            return Long.MAX_VALUE;
        }
        return Math.min(wakes.next(), known.nextDue());
    }

    /** Forgets what was planned, so that the next step looks at everything anew. */
    void restart() {
        announced.clear();
        glances.clear();
        plan.clear();
        known.restart();
        tally.roomChanged();
        wakes.restart();
    }

    /**
     * Asks for what may be new and for what is known to wait in turns, so that neither keeps the other from being seen.
     */
    private void askOn() {
        if (!parts.holds().isCurrent()) {
            return;
        }
        if (parts.clock().now() >= nextDue()) {
            look();
        }
        askAnnounced();
        boolean asked = true;
        while (asked && parts.reads().open() < QUESTIONS) {
            newFirst = !newFirst;
            asked = newFirst ? glance() || askKnown() : askKnown() || glance();
        }
    }

    private boolean askKnown() {
        refillsFirst = !refillsFirst;
        return refillsFirst ? refill() || readOn() : readOn() || refill();
    }

    private boolean refill() {
        return Refills.ask(parts, tally, room, intake, failed);
    }

    /**
     * Reads what this process wrote just now: one question at a time, so that the more there is, the more it covers.
     */
    private void askAnnounced() {
        if (!announced.isEmpty() && parts.looks().open() == 0) {
            List<LaneWork> beingRead =
                    announced.stream().filter(LaneWork::isAsked).toList();
            glance(announced, parts::askSoon);
            announced.addAll(beingRead); // by a question that may be older than what was written
        }
    }

    private boolean glance() {
        return glance(glances, parts::ask);
    }

    /** Reads what is new in several lanes. */
    private boolean glance(Set<LaneWork> lanes, Asking asking) {
        List<Reading> together = new ArrayList<>();
        for (Iterator<LaneWork> next = lanes.iterator(); next.hasNext() && together.size() < LANES; ) {
            LaneWork lane = next.next();
            next.remove();
            if (!lane.cursor().more()) {
                int share = Math.max(GLANCE, PageSizes.LARGEST / Math.max(1, known.listed()));
                add(lane, Math.min(share, lane.pages().few()), together);
            }
        }
        ask(together, asking);
        askSweeps();
        return !together.isEmpty();
    }

    /** Reads a page of a lane in which more waits. */
    private boolean readOn() {
        if (plan.isEmpty() && tally.takeChanged()) {
            tally.unread().removeIf(lane -> !lane.shard().isWorkedOn());
            plan.addAll(tally.unread());
        }
        List<Reading> page = new ArrayList<>(1);
        while (!plan.isEmpty() && page.isEmpty()) {
            LaneWork lane = plan.remove();
            add(lane, lane.pages().most(), page);
        }
        ask(page, parts::ask);
        askSweeps();
        return !page.isEmpty();
    }

    private void add(LaneWork lane, int most, List<Reading> together) {
        if (lane.isAsked() || !lane.shard().isWorkedOn()) {
            return;
        }
        boolean rests =
                parts.holds().isHeld(lane.lane()) || lane.rests(parts.clock().now()) || intake.isBehind(lane.lane());
        int free = rests ? 0 : room.forLane(lane);
        if (free == 0) {
            tally.unread().add(lane);
            return;
        }
        LaneCursor cursor = lane.cursor();
        if (sweeps.size() < mostSweeps && parts.reads().open() < QUESTIONS) {
            cursor.sweepDue(parts.clock().now()).ifPresent(sweep -> {
                sweeps.add(new Reading(lane, sweep, sweep.position(), sweepOf(lane, sweep)));
                cursor.sweeping(true);
            });
        }
        together.add(new Reading(lane, null, cursor.ahead(), Math.min(most, free)));
        lane.asked(true);
    }

    /** As many rows as are held, which it passes over, and some; where that was not all, much waits. */
    private static int sweepOf(LaneWork lane, Sweep sweep) {
        int few = lane.pages().few();
        return sweep.isAnew() ? Math.min(lane.size() + GLANCE, few) : few;
    }

    /**
     * Sweeps are asked apart, so that it is known what time they take: over removed rows much, for few that wait. Those
     * that take long are asked one at a time, since what is new waits behind them.
     */
    private void askSweeps() {
        ask(List.copyOf(sweeps), parts::ask);
        sweeps.clear();
    }

    private void ask(List<Reading> together, Asking asking) {
        if (together.isEmpty()) {
            return;
        }
        List<LaneStart> starts = together.stream()
                .map(reading -> new LaneStart(reading.lane.lane(), reading.from, reading.limit))
                .toList();
        asking.ask(store -> pages(store, starts), (pages, took) -> read(together, pages, took), e -> {
            together.forEach(this::unasked);
            failed.accept(e);
        });
    }

    private static List<List<StoredEvent>> pages(OutboxStore store, List<LaneStart> starts) {
        if (starts.size() == 1) {
            LaneStart start = starts.get(0);
            return List.of(store.read(start.lane(), start.afterId(), start.limit()));
        }
        return store.readAll(starts);
    }

    private void unasked(Reading reading) {
        LaneWork lane = reading.lane;
        lane.pages().failed();
        if (reading.sweep != null) {
            lane.cursor().sweeping(false);
            return;
        }
        lane.asked(false);
        if (lane.cursor().more()) {
            tally.readOn(lane);
        }
    }

    /** The next question goes out before the rows are looked at, so that the store works meanwhile. */
    private void read(List<Reading> together, List<List<StoredEvent>> pages, long took) {
        for (int i = 0; i < together.size(); i++) {
            advance(together.get(i), pages.get(i));
        }
        askOn();
        if (together.get(0).sweep != null) {
            mostSweeps = (int) Math.max(1, Math.min(LANES, LONGEST_SWEEP * together.size() / Math.max(1, took)));
        }
        int rows = pages.stream().mapToInt(List::size).sum();
        for (int i = 0; i < together.size(); i++) {
            Reading reading = together.get(i);
            List<StoredEvent> page = pages.get(i);
            arrived(reading, -page.size());
            boolean found = reading.lane.shard().isWorkedOn() && take(reading, page);
            if (!found && !page.isEmpty() && reading.sweep == null && room.isFull(reading.lane)) {
                reading.lane.restUntil(parts.clock().now() + WHILE_FULL);
            }
            if (reading.sweep != null) {
                long share = took * (page.size() + 1) / (rows + together.size());
                reading.lane.cursor().paced(reading.sweep, parts.clock().now(), share * known.crowd(), found);
            }
        }
        askOn();
    }

    /** Of what is swept, that which lies ahead is left until there is room for it. */
    private boolean take(Reading reading, List<StoredEvent> page) {
        int rows = page.size();
        if (reading.sweep != null) {
            long ahead = reading.lane.cursor().ahead();
            while (rows > 0 && page.get(rows - 1).id() > ahead) {
                rows--;
            }
        }
        return intake.take(reading.lane, page.subList(0, rows), reading.from == 0);
    }

    /** What a sweep reads is mostly held already, and takes no room. */
    private void arrived(Reading reading, int rows) {
        if (reading.sweep == null) {
            reading.lane.arrive(rows);
        }
    }

    private void advance(Reading reading, List<StoredEvent> page) {
        LaneWork lane = reading.lane;
        lane.pages().read(page);
        arrived(reading, page.size());
        if (reading.sweep != null) {
            lane.cursor().swept(reading.sweep, reading.from, page, reading.limit);
            lane.cursor().sweeping(false);
            return;
        }
        lane.cursor().advanced(reading.from, page, reading.limit);
        lane.asked(false);
        if (lane.cursor().more()) {
            tally.readOn(lane);
        } else {
            tally.unread().remove(lane);
        }
    }

    /**
     * Has read what is new: in the lanes in which this process wrote just now, and at times in those that are known.
     */
    private void look() {
        tally.roomChanged();
        boolean apart = readsOn();
        boolean written = false;
        for (Lane lane : parts.announcements().current()) {
            ShardWork shard = shards.get(lane.shard());
            if (shard != null && shard.isWorkedOn() && dispatcher.serves(lane.target())) {
                LaneWork work = shard.lane(lane);
                work.cursor().hurry();
                (apart ? announced : glances).add(work);
                written = true;
            }
        }
        if (wakes.looked(apart, written)) {
            known.addTo(glances);
            glances.removeAll(announced);
        }
        known.ask();
    }

    /** In these lanes something waits. */
    private void listed(List<LaneWork> lanes) {
        glances.addAll(lanes);
        askOn();
    }

    /** Whether there is more to read of what is known to wait, so that what is new would wait behind that. */
    private boolean readsOn() {
        return !tally.unread().isEmpty() || !tally.refills().isEmpty();
    }

    /** A lane, and where it is read: ahead where there is no sweep. */
    private record Reading(LaneWork lane, @Nullable Sweep sweep, long from, int limit) {}

    /** Which thread asks. */
    private interface Asking {
        void ask(
                Function<OutboxStore, List<List<StoredEvent>>> question,
                Reads.Answer<List<List<StoredEvent>>> answer,
                Consumer<RuntimeException> failure);
    }
}

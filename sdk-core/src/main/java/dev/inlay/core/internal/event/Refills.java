package dev.inlay.core.internal.event;

import dev.inlay.spi.store.StoredEvent;
import dev.inlay.spi.store.StreamStart;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Asks for the rest of streams that are longer than what was held of them. For the relay's thread only. */
final class Refills {

    private static final int STREAMS = 16;

    private Refills() {}

    /** Asks for some streams of those that are waiting for it; answers whether there were any. */
    static boolean ask(
            RelayParts parts, LaneWork.Tally tally, Room room, Intake intake, Consumer<RuntimeException> failed) {
        List<LaneWork.Refill> some = new ArrayList<>();
        List<LaneWork.Refill> later = new ArrayList<>(0);
        while (some.size() < STREAMS && !tally.refills().isEmpty()) {
            LaneWork.Refill next = tally.refills().remove();
            LaneWork lane = next.lane();
            if (parts.holds().isHeld(lane.lane())) {
                lane.reread();
            } else if (lane.shard().isWorkedOn()) {
                (intake.isBehind(lane.lane()) ? later : some).add(next);
            }
        }
        tally.refills().addAll(later);
        if (some.isEmpty()) {
            return false;
        }
        List<StreamStart> starts = new ArrayList<>(some.size());
        for (LaneWork.Refill refill : some) {
            int rows = room.forStream(refill.lane());
            refill.lane().arrive(rows);
            starts.add(new StreamStart(refill.stream(), refill.afterSeq(), rows));
        }
        parts.ask(store -> store.readStreams(starts), (rows, took) -> take(some, starts, rows, intake), e -> {
            for (int i = 0; i < some.size(); i++) {
                LaneWork lane = some.get(i).lane();
                lane.arrive(-starts.get(i).limit());
                lane.pages().failed();
            }
            tally.refills().addAll(some);
            failed.accept(e);
        });
        return true;
    }

    private static void take(
            List<LaneWork.Refill> some, List<StreamStart> starts, List<List<StoredEvent>> rows, Intake intake) {
        for (int i = 0; i < some.size(); i++) {
            LaneWork lane = some.get(i).lane();
            List<StoredEvent> page = rows.get(i);
            int limit = starts.get(i).limit();
            lane.arrive(-limit);
            lane.pages().read(page);
            if (lane.shard().isWorkedOn() && !page.isEmpty()) {
                intake.refill(lane, page, page.size() >= limit);
            }
        }
    }
}

package dev.inlay.core.internal.event;

/**
 * How many rows may be fetched into a lane now, by what is held in events and in bytes. What a tenant holds for a
 * target is at most what is free, so that the backlogs of k tenants leave a part of k + 1 to whoever comes; and a lane
 * that is all but empty always fetches some. For the relay's thread only.
 */
final class Room {

    private static final int SMALLEST = 16;

    private final RelayOptions options;
    private final LaneWork.Tally tally;
    private final Dispatcher dispatcher;

    Room(RelayOptions options, LaneWork.Tally tally, Dispatcher dispatcher) {
        this.options = options;
        this.tally = tally;
        this.dispatcher = dispatcher;
    }

    /** For new rows of a lane: none, or enough to be worth it. */
    int forLane(LaneWork lane) {
        int size = lane.size() + lane.arriving();
        if (dispatcher.isPaused(lane.lane().target()) && size > 0) {
            return 0;
        }
        int worth = Math.max(1, Math.min(options.laneBuffer(), lane.pages().most()) / 4);
        int room = free(lane);
        if (room < worth && lane.trim() > 0) {
            room = free(lane);
        }
        int least =
                Math.min(Math.min(SMALLEST, options.laneBuffer()), lane.pages().few());
        if (size <= least / 2) {
            return Math.max(room, least - size);
        }
        return room < worth ? 0 : room;
    }

    /**
     * For the rest of a stream: at least one row, since nothing else reads what was left out of it, and a part of what
     * is free, since others of the lane want theirs.
     */
    int forStream(LaneWork lane) {
        return Math.max(
                1,
                Math.min(
                        Math.min(free(lane) / 4, tally.refillRows()),
                        lane.pages().few()));
    }

    /** Whether a row that was read beyond its stream's first may not be held. */
    boolean isFull(LaneWork lane) {
        return tally.held() >= options.buffer()
                || tally.bytes() >= options.bufferBytes()
                || lane.size() >= options.laneBuffer();
    }

    private int free(LaneWork lane) {
        int events = options.buffer() - tally.held() - tally.arriving() - lane.heldTogether();
        long bytes = (options.bufferBytes() - tally.bytes() - lane.bytesTogether())
                / lane.pages().average();
        long together = Math.min(events, bytes - tally.arriving()) - lane.arriving();
        return (int) Math.max(0, Math.min(options.laneBuffer() - lane.size() - lane.arriving(), together));
    }
}

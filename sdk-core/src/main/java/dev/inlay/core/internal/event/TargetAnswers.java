package dev.inlay.core.internal.event;

import dev.inlay.spi.event.DeliveryOutcome;
import dev.inlay.spi.store.Lane;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What outcomes say of a target as a whole, whichever event they are of. For the relay's thread only, unless stated.
 */
final class TargetAnswers {

    private final RelayParts parts;
    private final Dispatcher dispatcher;
    private final Map<Lane, String> notAttempted = new ConcurrentHashMap<>();

    TargetAnswers(RelayParts parts, Dispatcher dispatcher) {
        this.parts = parts;
        this.dispatcher = dispatcher;
    }

    void heard(LaneWork lane, DeliveryOutcome outcome) {
        TargetGate gate = dispatcher.gate(lane);
        String target = lane.lane().target();
        long now = parts.clock().now();
        String pausedBefore = gate.reason();
        if (!notAttempted.isEmpty()) {
            notAttempted.remove(lane.lane());
        }
        switch (outcome.kind()) {
            case DELIVERED, REFUSED -> gate.answered(now);
            case RETRY -> gate.unclear(now);
            case NOT_ATTEMPTED -> putOff(lane, outcome.reason());
            case DISABLED -> {
                gate.answered(now);
                disabled(lane.lane(), outcome.reason());
            }
            case TARGET_UNUSABLE -> {
                outcome.retryAfter()
                        .ifPresentOrElse(
                                after -> gate.pausedFor(now, after, outcome.reason()),
                                () -> gate.unusable(now, outcome.reason()));
                parts.faults().warn("target " + target, "target " + target + " pauses: " + outcome.reason());
            }
        }
        parts.news().target(target, pausedBefore, gate.reason());
    }

    private void putOff(LaneWork work, String reason) {
        Lane lane = work.lane();
        if (work.shard().isLive()) {
            notAttempted.put(lane, reason);
        }
        parts.faults()
                .warn(
                        "put off " + lane,
                        "events of tenant " + lane.tenant() + " to " + lane.target() + " are put off: " + reason);
    }

    /** Why the last attempt of a lane was not made, by lane; empty where it was. For any thread. */
    Map<Lane, String> notAttempted() {
        return Map.copyOf(notAttempted);
    }

    /** Somebody else works on the shard now, or its lanes begin anew. */
    void forget(int shard) {
        notAttempted.keySet().removeIf(lane -> lane.shard() == shard);
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
}

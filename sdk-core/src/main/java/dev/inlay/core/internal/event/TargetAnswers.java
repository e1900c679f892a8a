package dev.inlay.core.internal.event;

import dev.inlay.spi.event.DeliveryOutcome;
import dev.inlay.spi.store.Lane;

/** What outcomes say of a target as a whole, whichever event they are of. For the relay's thread only. */
final class TargetAnswers {

    private final RelayParts parts;
    private final Dispatcher dispatcher;

    TargetAnswers(RelayParts parts, Dispatcher dispatcher) {
        this.parts = parts;
        this.dispatcher = dispatcher;
    }

    void heard(LaneWork lane, DeliveryOutcome outcome) {
        TargetGate gate = dispatcher.gate(lane);
        String target = lane.lane().target();
        long now = parts.clock().now();
        String pausedBefore = gate.reason();
        switch (outcome.kind()) {
            case DELIVERED, REFUSED -> gate.answered(now);
            case RETRY -> gate.unclear(now);
            case NOT_ATTEMPTED -> {}
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

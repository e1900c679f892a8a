package dev.inlay.core.internal.event;

import java.util.Objects;

/** What a convoy of one event tells the event's flow and target. */
final class LoneConvoy {

    private LoneConvoy() {}

    static void leaves(LaneWork lane) {
        Flow flow = Objects.requireNonNull(lane.flow());
        flow.accepted();
        flow.target().started();
        flow.departed();
    }

    static void ends(LaneWork lane) {
        Flow flow = Objects.requireNonNull(lane.flow());
        flow.ended();
        flow.target().ended();
    }
}

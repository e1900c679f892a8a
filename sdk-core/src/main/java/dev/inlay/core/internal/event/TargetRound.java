package dev.inlay.core.internal.event;

import dev.inlay.api.tenant.TenantId;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

/** One target: whether and how it is sent to, and the tenants that take turns at it. For the relay's thread only. */
final class TargetRound {

    private final TargetTerms terms;
    private final TargetGate gate;
    private final Map<TenantId, Flow> flows = new HashMap<>();
    private final Deque<Flow> round = new ArrayDeque<>();
    private int inFlight;
    private int hanging;

    TargetRound(TargetTerms terms) {
        this.terms = terms;
        this.gate = new TargetGate(terms);
    }

    TargetTerms terms() {
        return terms;
    }

    TargetGate gate() {
        return gate;
    }

    /** As many as tenants ever had events here. */
    Map<TenantId, Flow> flows() {
        return flows;
    }

    /** The flows that have something to send and a place for it, the next one first. */
    Deque<Flow> round() {
        return round;
    }

    int inFlight() {
        return inFlight;
    }

    /**
     * Starts what may start, and answers whether something might. Calls that hang keep their places, but not the one
     * for the single event that goes first after a pause.
     */
    boolean dispatch(long now, Consumer<StreamQueue> starter) {
        int open = gate.limit(now);
        int limit = open == 0 ? 0 : Math.min(terms.places(), open + hanging);
        boolean some = false;
        while (inFlight < limit && !round.isEmpty()) {
            some |= round.getFirst().takeTurn(limit, starter);
        }
        return some;
    }

    /** Whether events may be sent to it, and none of those that might be now has to wait. */
    boolean isFree(long now) {
        return round.isEmpty() && gate.limit(now) > 0 && !gate.isProbing();
    }

    void started() {
        inFlight++;
    }

    void ended() {
        inFlight--;
    }

    /** A call that was given up does not return. */
    void hangs() {
        hanging++;
    }

    int hanging() {
        return hanging;
    }

    /** A call has returned, which may have hung. */
    void ended(boolean hung) {
        ended();
        hanging -= hung ? 1 : 0;
    }
}

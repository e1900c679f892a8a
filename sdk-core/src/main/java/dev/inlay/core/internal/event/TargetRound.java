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

    void dispatch(long now, Consumer<StreamQueue> starter) {
        int limit = gate.limit(now);
        while (inFlight < limit && !round.isEmpty()) {
            round.getFirst().takeTurn(limit, starter);
        }
    }

    void started() {
        inFlight++;
    }

    void ended() {
        inFlight--;
    }
}

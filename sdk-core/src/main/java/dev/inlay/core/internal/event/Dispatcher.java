package dev.inlay.core.internal.event;

import dev.inlay.api.tenant.TenantId;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;

/**
 * Says which stream is sent next: per target, tenants take turns in a deficit round (Shreedhar and Varghese, 1996) with
 * as many events a turn as each weighs, within the caps per target, per tenant, and per tenant and target. While two
 * tenants both have something to send and a place for it, what is started of them, each divided by its weight, never
 * differs by more than 1, over any stretch of time (ADR 13 has the proof).
 *
 * <p>How the relay uses it: {@link #ready} with every stream whose head may be sent, then {@link #dispatch}, whose
 * starter puts what it starts into a {@link Convoy}; convoys tell the {@link Flow} and the {@link TargetRound} what is
 * accepted, leaves and ends. What is asked per event looks nothing up but at a lane's first. For the relay's thread
 * only.
 */
final class Dispatcher {

    private final RelayOptions options;
    private final RelayClock clock;
    private final TenantWeights weights;
    private final Map<String, TargetRound> targets = new LinkedHashMap<>();
    private final TargetRound[] inTurn;
    private final Map<TenantId, TenantPlaces> places = new HashMap<>();
    private int first;
    private long weighed;

    Dispatcher(Collection<String> targets, RelayOptions options, RelayClock clock, TenantWeights weights) {
        this.options = options;
        this.clock = clock;
        this.weights = weights;
        targets.forEach(name -> this.targets.put(name, new TargetRound(TargetTerms.of(options, name))));
        this.inTurn = this.targets.values().toArray(TargetRound[]::new);
    }

    boolean serves(String target) {
        return targets.containsKey(target);
    }

    boolean isPaused(String target) {
        return gate(target).limit(clock.now()) == 0;
    }

    TargetGate gate(String target) {
        return Objects.requireNonNull(targets.get(target), target).gate();
    }

    TargetGate gate(LaneWork lane) {
        return flow(lane).target().gate();
    }

    TargetTerms terms(LaneWork lane) {
        return flow(lane).target().terms();
    }

    /** Queues a stream whose head may be sent. */
    void ready(StreamQueue stream) {
        stream.become(StreamQueue.State.READY);
        flow(stream.lane()).add(stream);
    }

    /** Forgets the streams of shards that are worked on no longer, which a closed gate would keep for long. */
    void forgetEnded() {
        for (TargetRound target : inTurn) {
            target.flows().values().forEach(Flow::forgetEnded);
        }
    }

    /** Starts whatever may start now; the starter must have its flow accept it, or set the stream aside. */
    void dispatch(Consumer<StreamQueue> starter) {
        weigh();
        long now = clock.now();
        int served = -1;
        for (int i = 0; i < inTurn.length; i++) {
            int target = (first + i) % inTurn.length;
            if (inTurn[target].dispatch(now, starter) && served < 0) {
                served = target;
            }
        }
        if (served >= 0) {
            first = (served + 1) % inTurn.length; // whoever came first comes last, where tenants lack places
        }
    }

    /**
     * Whether an event may follow one of its stream without a turn of its own: nobody waits at the target, nor a tenant
     * for one of its places.
     */
    boolean mayGoOn(LaneWork lane) {
        Flow flow = flow(lane);
        return flow.target().isFree(clock.now()) && flow.hasNoOneWaiting();
    }

    /** When a closed gate opens behind which something waits. */
    long nextDue() {
        long now = clock.now();
        long due = Long.MAX_VALUE;
        for (TargetRound target : inTurn) {
            long opens = target.gate().opens();
            due = opens > now ? Math.min(due, opens) : due;
        }
        return due;
    }

    Map<String, String> paused() {
        Map<String, String> paused = new LinkedHashMap<>();
        targets.forEach((name, target) -> {
            if (!target.gate().reason().isEmpty()) {
                paused.put(name, target.gate().reason());
            }
        });
        return paused;
    }

    private void weigh() {
        long revision = weights.revision();
        if (revision != weighed) {
            weighed = revision;
            for (TargetRound target : inTurn) {
                target.flows().values().forEach(flow -> flow.weigh(weights.of(flow.tenant())));
            }
        }
    }

    private Flow flow(LaneWork lane) {
        Flow known = lane.flow();
        return known == null ? enrol(lane) : known;
    }

    private Flow enrol(LaneWork lane) {
        TenantId tenant = lane.lane().tenant();
        String name = lane.lane().target();
        TargetRound target = Objects.requireNonNull(targets.get(name), name);
        Flow flow = target.flows().computeIfAbsent(tenant, t -> new Flow(t, target, placesOf(t), weights.of(t)));
        lane.flow(flow);
        return flow;
    }

    private TenantPlaces placesOf(TenantId tenant) {
        return places.computeIfAbsent(tenant, t -> new TenantPlaces(options.perTenant(), inTurn.length));
    }
}

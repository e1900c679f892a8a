package dev.inlay.core.internal.event;

import dev.inlay.api.tenant.TenantId;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Says which stream is sent next: per target, tenants take turns, one event each (a deficit round with equal shares of
 * one event), within the caps per target and tenant. For the relay's thread only.
 */
final class Dispatcher {

    private final int perTenant;
    private final RelayClock clock;
    private final Map<String, Target> targets = new LinkedHashMap<>();
    private final Map<TenantId, Integer> inFlight = new HashMap<>();

    Dispatcher(Collection<String> targets, RelayOptions options, RelayClock clock) {
        this.perTenant = options.perTenant();
        this.clock = clock;
        targets.forEach(name -> this.targets.put(name, new Target(new TargetGate(options.perTarget()))));
    }

    boolean serves(String target) {
        return targets.containsKey(target);
    }

    boolean isPaused(String target) {
        return target(target).gate.limit(clock.now()) == 0;
    }

    TargetGate gate(String target) {
        return target(target).gate;
    }

    /** Queues a stream whose head may be sent. */
    void ready(StreamQueue stream) {
        stream.become(StreamQueue.State.READY);
        Target target = target(stream.lane().lane().target());
        TenantId tenant = stream.lane().lane().tenant();
        Deque<StreamQueue> turns = target.ready.get(tenant);
        if (turns == null) {
            turns = new ArrayDeque<>();
            target.ready.put(tenant, turns);
            target.round.addLast(tenant);
        }
        turns.addLast(stream);
    }

    /** Starts whatever may start now; the starter must call {@link #started}, or set the stream aside. */
    void dispatch(Consumer<StreamQueue> starter) {
        for (Target target : targets.values()) {
            int passed = 0;
            while (passed < target.round.size() && target.inFlight < target.gate.limit(clock.now())) {
                TenantId tenant = target.round.removeFirst();
                if (inFlight.getOrDefault(tenant, 0) >= perTenant) {
                    target.round.addLast(tenant);
                    passed++;
                    continue;
                }
                passed = 0;
                StreamQueue next = target.next(tenant);
                if (next != null) {
                    starter.accept(next);
                }
            }
        }
    }

    /** A call to a target has begun, or several in a row on one worker, which take one place. */
    void startedAt(String target) {
        target(target).inFlight++;
    }

    /** A call has begun in which a tenant has events. */
    void startedFor(TenantId tenant) {
        inFlight.merge(tenant, 1, Integer::sum);
    }

    /** The tenant's place is free again. */
    void endedFor(TenantId tenant) {
        inFlight.computeIfPresent(tenant, (t, count) -> count > 1 ? count - 1 : null);
    }

    /** The target's place is free again: its transport has returned. */
    void endedAt(String target) {
        target(target).inFlight--;
    }

    /** When a closed gate opens behind which something waits. */
    long nextDue() {
        long now = clock.now();
        return targets.values().stream()
                .filter(target -> target.gate.opens() > now)
                .mapToLong(target -> target.gate.opens())
                .min()
                .orElse(Long.MAX_VALUE);
    }

    Map<String, String> paused() {
        Map<String, String> paused = new LinkedHashMap<>();
        targets.forEach((name, target) -> {
            if (!target.gate.reason().isEmpty()) {
                paused.put(name, target.gate.reason());
            }
        });
        return paused;
    }

    private Target target(String name) {
        return Objects.requireNonNull(targets.get(name), name);
    }

    private static final class Target {
        private final TargetGate gate;
        private final Map<TenantId, Deque<StreamQueue>> ready = new HashMap<>();
        private final Deque<TenantId> round = new ArrayDeque<>();
        private int inFlight;

        private Target(TargetGate gate) {
            this.gate = gate;
        }

        private @Nullable StreamQueue next(TenantId tenant) {
            Deque<StreamQueue> turns = Objects.requireNonNull(ready.get(tenant));
            StreamQueue next = turns.pollFirst();
            if (turns.isEmpty()) {
                ready.remove(tenant);
            } else {
                round.addLast(tenant);
            }
            return next;
        }
    }
}

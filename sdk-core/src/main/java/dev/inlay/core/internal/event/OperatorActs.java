package dev.inlay.core.internal.event;

import dev.inlay.api.audit.AuditEntry;
import dev.inlay.api.error.StoreException;
import dev.inlay.api.event.Act;
import dev.inlay.api.event.EventOperations;
import dev.inlay.api.event.Hold;
import dev.inlay.api.event.ParkedEvent;
import dev.inlay.api.event.Replay;
import dev.inlay.api.event.ReplayResult;
import dev.inlay.api.tenant.TenantId;
import dev.inlay.core.internal.json.CanonicalJson;
import dev.inlay.spi.event.EventTransport;
import dev.inlay.spi.event.Payload;
import dev.inlay.spi.store.OutboxOperations;
import dev.inlay.spi.store.OutboxOperations.Step;
import dev.inlay.spi.store.OutboxOperations.Tombstone;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** What operators do: page by page, recorded, and told to the relays of this node. Thread-safe. */
final class OperatorActs {

    private final Supplier<List<Outboxes.Named>> databases;
    private final OperatorTrail trail;
    private final InstantSource clock;
    private final BiConsumer<Outboxes.Named, Change> tell;

    /** What relays are told of. */
    enum Change {
        /** Events were put back, or one was put in another's place. */
        EVENTS,
        /** Something was held or resumed. */
        HOLDS
    }

    OperatorActs(
            Supplier<List<Outboxes.Named>> databases,
            OperatorTrail trail,
            InstantSource clock,
            BiConsumer<Outboxes.Named, Change> tell) {
        this.databases = databases;
        this.trail = trail;
        this.clock = clock;
        this.tell = tell;
    }

    /** A tenant that was moved may have parked events in another database, so each is asked. */
    ReplayResult preview(Replay what) {
        ReplayResult found = ReplayResult.none();
        for (Outboxes.Named database : databases.get()) {
            String after = "";
            do {
                Step step = database.operations().get().replay(what, after, false);
                found = plus(found, step);
                after = step.next();
            } while (!after.isEmpty());
        }
        return found;
    }

    ReplayResult replay(Replay what, Act act, Predicate<ReplayResult> watch) {
        Walk walk = new Walk(what, watch);
        try {
            return walk.run();
        } finally {
            record(walk.soFar, what, act);
        }
    }

    private static ReplayResult plus(ReplayResult before, Step step) {
        ReplayResult sum = before;
        for (ReplayResult.OfTarget done : step.done()) {
            sum = sum.plus(done, step.examples());
        }
        return sum;
    }

    private void record(ReplayResult moved, Replay what, Act act) {
        Map<TenantId, Map<String, String>> details = new TreeMap<>();
        Map<TenantId, Long> sums = new TreeMap<>();
        for (ReplayResult.OfTarget one : moved.targets()) {
            if (one.events() > 0) {
                sums.merge(one.tenant(), one.events(), Long::sum);
                Map<String, String> detail = details.computeIfAbsent(one.tenant(), t -> new TreeMap<>());
                if (detail.size() < 20) {
                    detail.put("events for " + one.target(), Long.toString(one.events()));
                }
            }
        }
        details.forEach((tenant, detail) -> {
            detail.put("events", Long.toString(sums.get(tenant)));
            detail.put("chosen", cut(what.toString()));
            moved.stopped().ifPresent(why -> detail.put("stopped", cut(why)));
            append(tenant, "event.replayed", tenant.value(), act, detail);
        });
    }

    boolean discard(TenantId tenant, String target, String eventId, Act act) {
        for (Outboxes.Named database : databases.get()) {
            OutboxOperations operations = database.operations().get();
            Step found = operations.replay(Replay.event(tenant, target, eventId), "", false);
            if (!found.examples().isEmpty()) {
                ParkedEvent event = found.examples().get(0);
                append(
                        tenant,
                        "event.discarded",
                        eventId,
                        act,
                        Map.of("target", target, "type", event.type(), "number", Long.toString(event.seq())));
                boolean gone = operations.discard(tenant, target, eventId, tombstone(event, act));
                tell.accept(database, Change.EVENTS);
                return gone;
            }
        }
        return false;
    }

    private Tombstone tombstone(ParkedEvent event, Act act) {
        String json =
                CanonicalJson.write(Map.of("eventId", event.eventId(), "type", event.type(), "reason", act.reason()));
        return new Tombstone(
                event.eventId() + ".discarded",
                EventOperations.DISCARDED,
                Payload.of("application/json", json.getBytes(StandardCharsets.UTF_8)),
                clock.instant().truncatedTo(ChronoUnit.MICROS));
    }

    boolean hold(Optional<TenantId> tenant, String target, Act act) {
        EventTransport.checkTarget(target);
        Hold hold = new Hold(
                tenant,
                target,
                act.reason(),
                Optional.of(act.actor()),
                clock.instant().truncatedTo(ChronoUnit.MICROS));
        boolean added = false;
        for (Outboxes.Named database : databases.get()) {
            OutboxOperations operations = database.operations().get();
            if (!isThere(operations, tenant, target)) {
                if (!added) {
                    tenant.ifPresent(who -> append(who, "event.held", target, act, Map.of()));
                }
                added |= operations.hold(hold);
                tell.accept(database, Change.HOLDS);
            }
        }
        return added;
    }

    boolean resume(Optional<TenantId> tenant, String target, Act act) {
        boolean ended = false;
        for (Outboxes.Named database : databases.get()) {
            OutboxOperations operations = database.operations().get();
            if (isThere(operations, tenant, target)) {
                if (!ended) {
                    tenant.ifPresent(who -> append(who, "event.resumed", target, act, Map.of()));
                }
                ended |= operations.resume(tenant, target);
                tell.accept(database, Change.HOLDS);
            }
        }
        return ended;
    }

    private static boolean isThere(OutboxOperations operations, Optional<TenantId> tenant, String target) {
        return operations.holds().stream()
                .anyMatch(hold -> hold.tenant().equals(tenant) && hold.target().equals(target));
    }

    private void append(TenantId tenant, String action, String subject, Act act, Map<String, String> detail) {
        Map<String, String> all = new TreeMap<>(detail);
        all.put("reason", act.reason());
        trail.append(tenant, new AuditEntry(act.actor(), action, subject, all));
    }

    private static String cut(String text) {
        return text.length() > 1000 ? text.substring(0, 1000) : text;
    }

    /** One replay, and how far it came. */
    private final class Walk {
        private final Replay what;
        private final Predicate<ReplayResult> watch;
        private ReplayResult soFar = ReplayResult.none();

        private Walk(Replay what, Predicate<ReplayResult> watch) {
            this.what = what;
            this.watch = watch;
        }

        private ReplayResult run() {
            for (Outboxes.Named database : databases.get()) {
                OutboxOperations operations = database.operations().get();
                String after = "";
                do {
                    if (Thread.currentThread().isInterrupted()) {
                        return stopped("the thread was interrupted");
                    }
                    Step step;
                    try {
                        step = operations.replay(what, after, true);
                    } catch (StoreException e) {
                        if (soFar.events() == 0) {
                            throw e;
                        }
                        return stopped(e.code() + ": " + e.getMessage());
                    }
                    soFar = plus(soFar, step);
                    after = step.next();
                    if (!step.done().isEmpty()) {
                        tell.accept(database, Change.EVENTS);
                        if (!watch.test(soFar) && !after.isEmpty()) {
                            return stopped("whoever watched it said so");
                        }
                    }
                } while (!after.isEmpty());
            }
            return soFar;
        }

        private ReplayResult stopped(String why) {
            soFar = soFar.stoppedBecause(why);
            return soFar;
        }
    }
}

package dev.inlay.core.internal.event;

import dev.inlay.api.error.InvalidValueException;
import dev.inlay.api.event.ErpEvent;
import dev.inlay.api.tenant.TenantContext;
import dev.inlay.core.internal.json.CanonicalJson;
import dev.inlay.spi.event.EventRoutes;
import dev.inlay.spi.event.Payload;
import dev.inlay.spi.store.OutboxEntry;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Turns an event that a host publishes into what the outbox keeps, or refuses it. Thread-safe. */
final class EntryFreezer {

    private static final Duration FURTHEST = Duration.ofDays(3650);

    private final List<String> targets;
    private final EventRoutes routes;
    private final Upcasts upcasts;
    private final PayloadFreezer payloads;
    private final EventIds ids;
    private final InstantSource clock;

    EntryFreezer(
            Collection<String> targets,
            EventRoutes routes,
            Upcasts upcasts,
            PayloadFreezer payloads,
            EventIds ids,
            InstantSource clock) {
        this.targets = targets.stream().sorted().toList();
        this.routes = routes;
        this.upcasts = upcasts;
        this.payloads = payloads;
        this.ids = ids;
        this.clock = clock;
    }

    /** Freezes several, and names the field of the one that it refuses. */
    List<OutboxEntry> freeze(TenantContext tenant, List<ErpEvent> events) {
        List<OutboxEntry> entries = new ArrayList<>(events.size());
        for (ErpEvent event : events) {
            try {
                entries.add(freeze(tenant, event));
            } catch (InvalidValueException e) {
                throw inList(e, entries.size());
            }
        }
        return entries;
    }

    private static InvalidValueException inList(InvalidValueException refused, int place) {
        String field = refused.field().replaceFirst("^event(?=\\.)", "events[" + place + "]");
        String problem =
                String.valueOf(refused.getMessage()).substring(refused.field().length() + 2);
        InvalidValueException placed = new InvalidValueException(field, problem);
        placed.addSuppressed(refused);
        return placed;
    }

    OutboxEntry freeze(TenantContext tenant, ErpEvent event) {
        upcasts.requireKnown(event.type(), event.version());
        List<String> chosen = event.target().map(this::one).orElseGet(() -> routed(tenant, event.type()));
        if (targets.isEmpty()) {
            throw new InvalidValueException(
                    "event.target", "no transport is installed, so there is nowhere to send to");
        }
        Payload payload = payloads.freeze(event.payload());
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        return new OutboxEntry(
                tenant.id(),
                chosen,
                event.key(),
                ids.next(),
                event.type(),
                event.version(),
                payload,
                now,
                event.requestId(),
                event.requestId().isPresent() ? fingerprint(event, payload) : "",
                due(event, now));
    }

    /** To the microsecond, and never before what was asked for. */
    private static Optional<Instant> due(ErpEvent event, Instant now) {
        Optional<Instant> wanted = event.delay().map(now::plus).or(event::notBefore);
        if (wanted.isEmpty() || !wanted.get().isAfter(now)) {
            return Optional.empty();
        }
        if (wanted.get().isAfter(now.plus(FURTHEST))) {
            throw new InvalidValueException("event.notBefore", "must be at most 3,650 days ahead");
        }
        Instant cut = wanted.get().truncatedTo(ChronoUnit.MICROS);
        return Optional.of(cut.isBefore(wanted.get()) ? cut.plus(1, ChronoUnit.MICROS) : cut);
    }

    private List<String> one(String target) {
        if (!targets.contains(target)) {
            throw new InvalidValueException(
                    "event.target", "'" + target + "' is no installed transport's target; there are " + targets);
        }
        return List.of(target);
    }

    private List<String> routed(TenantContext tenant, String type) {
        @Nullable List<String> routed = routes.targets(tenant, type).orElse(null);
        if (routed == null) {
            return targets;
        }
        for (String target : routed) {
            if (!targets.contains(target)) {
                throw new InvalidValueException(
                        "event.target",
                        "the routes of tenant " + tenant.id() + " send " + type + " to '" + target
                                + "', which is no installed transport's target; there are " + targets);
            }
        }
        return routed.stream().distinct().sorted().toList();
    }

    private static String fingerprint(ErpEvent event, Payload payload) {
        Map<String, @Nullable Object> common = new LinkedHashMap<>();
        common.put("type", event.type());
        common.put("key", event.key().orElse(null));
        common.put("version", event.version());
        common.put("target", event.target().orElse(null));
        common.put("contentType", payload.contentType());
        common.put("content", CanonicalJson.sha256(payload.bytes()));
        return CanonicalJson.sha256(common);
    }
}

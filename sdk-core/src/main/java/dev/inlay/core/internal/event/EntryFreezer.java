package dev.inlay.core.internal.event;

import dev.inlay.api.error.InvalidValueException;
import dev.inlay.api.event.ErpEvent;
import dev.inlay.api.tenant.TenantContext;
import dev.inlay.core.internal.json.CanonicalJson;
import dev.inlay.spi.event.EventRoutes;
import dev.inlay.spi.event.Payload;
import dev.inlay.spi.store.OutboxEntry;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Turns an event that a host publishes into what the outbox keeps, or refuses it. Thread-safe. */
final class EntryFreezer {

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

    OutboxEntry freeze(TenantContext tenant, ErpEvent event) {
        upcasts.requireKnown(event.type(), event.version());
        List<String> chosen = event.target().map(this::one).orElseGet(() -> routed(tenant, event.type()));
        if (targets.isEmpty()) {
            throw new InvalidValueException(
                    "event.target", "no transport is installed, so there is nowhere to send to");
        }
        Payload payload = payloads.freeze(event.payload());
        return new OutboxEntry(
                tenant.id(),
                chosen,
                event.key(),
                ids.next(),
                event.type(),
                event.version(),
                payload,
                clock.instant().truncatedTo(ChronoUnit.MICROS),
                event.requestId(),
                fingerprint(event, payload));
    }

    private List<String> one(String target) {
        if (!targets.contains(target)) {
            throw new InvalidValueException(
                    "event.target", "'" + target + "' is no installed transport's target; there are " + targets);
        }
        return List.of(target);
    }

    private List<String> routed(TenantContext tenant, String type) {
        List<String> routed = routes.targets(tenant, type).orElse(targets);
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

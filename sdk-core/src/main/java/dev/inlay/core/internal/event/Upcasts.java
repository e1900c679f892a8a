package dev.inlay.core.internal.event;

import dev.inlay.api.error.InvalidValueException;
import dev.inlay.spi.event.EventUpcaster;
import dev.inlay.spi.event.Payload;
import dev.inlay.spi.store.StoredEvent;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/** Which versions of which types can be brought to a later one. Immutable. */
final class Upcasts {

    static final Upcasts NONE = new Upcasts(Map.of());

    private final Map<String, NavigableMap<Integer, EventUpcaster>> steps;

    private Upcasts(Map<String, NavigableMap<Integer, EventUpcaster>> steps) {
        this.steps = steps;
    }

    /** Refuses two of one type and version, and a type with a version between others that no upcaster takes. */
    static Upcasts of(Collection<EventUpcaster> upcasters) {
        Map<String, NavigableMap<Integer, EventUpcaster>> steps = new HashMap<>();
        for (EventUpcaster upcaster : upcasters) {
            String named = upcaster.type() + " from version " + upcaster.from();
            if (upcaster.from() < 1) {
                throw refused(named + ": the version must be at least 1");
            }
            if (steps.computeIfAbsent(upcaster.type(), type -> new TreeMap<>()).put(upcaster.from(), upcaster)
                    != null) {
                throw refused("two upcasters are installed for " + named + "; remove one");
            }
        }
        steps.forEach((type, chain) -> {
            if (chain.lastKey() - chain.firstKey() + 1 != chain.size()) {
                throw refused("the upcasters of " + type + " take versions " + chain.keySet()
                        + ": one in between is missing");
            }
        });
        return new Upcasts(Map.copyOf(steps));
    }

    private static InvalidValueException refused(String problem) {
        return new InvalidValueException("event.upcaster", problem);
    }

    /** Refuses a version beyond the one that the upcasters lead to. */
    void requireKnown(String type, int version) {
        NavigableMap<Integer, EventUpcaster> chain = steps.get(type);
        if (chain != null && version > chain.lastKey() + 1) {
            throw new InvalidValueException(
                    "event.version",
                    "must be at most " + (chain.lastKey() + 1) + " for " + type
                            + ", which is what its upcasters lead to, was " + version);
        }
    }

    boolean concerns(StoredEvent event) {
        NavigableMap<Integer, EventUpcaster> chain = steps.get(event.type());
        return chain != null && chain.containsKey(event.version());
    }

    /** The event in its newest form; throws what an upcaster throws. */
    StoredEvent newest(StoredEvent event) throws Exception {
        Payload payload = event.payload();
        int version = event.version();
        NavigableMap<Integer, EventUpcaster> chain = steps.getOrDefault(event.type(), new TreeMap<>());
        for (EventUpcaster step = chain.get(version); step != null; step = chain.get(version)) {
            payload = step.upcast(payload);
            version++;
        }
        return event.inForm(version, payload);
    }
}

package dev.inlay.core.internal.event;

import dev.inlay.api.event.Hold;
import dev.inlay.api.tenant.TenantId;
import dev.inlay.spi.store.Lane;
import dev.inlay.spi.store.OutboxOperations;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The standing orders not to send, as this node knows them. Read from the store once a second, and before anything is
 * sent at all: before it is known what is held, nothing is read. For the relay's thread, unless stated.
 */
final class Holds {

    private static final long LOOK = 1_000_000_000L;

    private final @Nullable OutboxOperations operations;
    private final RelayClock clock;
    private final DeliveryNews news;
    private final Map<Place, Hold> byReceivers = new LinkedHashMap<>();
    private Map<Place, Hold> kept = Map.of();
    private Set<Place> held = Set.of();
    private long next;
    private boolean reading;
    private boolean outdated;
    private boolean known;
    private volatile boolean expired = true;

    /** Without operations nothing is held but what receivers hold, and that until the next start. */
    Holds(@Nullable OutboxOperations operations, RelayClock clock, DeliveryNews news) {
        this.operations = operations;
        this.clock = clock;
        this.news = news;
    }

    boolean isHeld(Lane lane) {
        return !held.isEmpty()
                && (held.contains(new Place(Optional.empty(), lane.target()))
                        || held.contains(new Place(Optional.of(lane.tenant()), lane.target())));
    }

    /** Whether it is time to {@link #read} the store's. */
    boolean isDue() {
        return operations != null && !reading && (expired || clock.now() >= next);
    }

    /** Whether the store's have been read, and need not be read again now, so that something may be read and sent. */
    boolean isCurrent() {
        return operations == null || (known && !reading && !isDue());
    }

    /** Whether they are being read. */
    boolean isReading() {
        return reading;
    }

    /** Somebody is about to read. What is changed from now on is read again. */
    void reading() {
        reading = true;
        outdated = false;
        expired = false;
    }

    /** Reads the store's, on a thread that may wait for it. */
    List<Hold> read() {
        return operations == null ? List.of() : operations.holds();
    }

    /** The store did not answer. */
    void notRead() {
        reading = false;
        expired = true;
    }

    /**
     * Takes what was read, unless an order was written meanwhile, which it may not show. Answers whether something may
     * be sent again that was held.
     */
    boolean adopt(List<Hold> read) {
        reading = false;
        if (outdated) {
            return false;
        }
        known = true;
        next = clock.now() + LOOK;
        Map<Place, Hold> now = new LinkedHashMap<>();
        read.forEach(hold -> now.put(Place.of(hold), hold));
        return adopt(now);
    }

    private boolean adopt(Map<Place, Hold> now) {
        Map<Place, Hold> before = kept;
        kept = now;
        Set<Place> all = new HashSet<>(now.keySet());
        all.addAll(byReceivers.keySet());
        held = all;
        now.forEach((place, hold) -> {
            if (!before.containsKey(place) && !byReceivers.containsKey(place)) {
                news.held(hold);
            }
        });
        boolean lifted = false;
        for (Map.Entry<Place, Hold> was : before.entrySet()) {
            if (!all.contains(was.getKey())) {
                news.resumed(was.getValue());
                lifted = true;
            }
        }
        return lifted;
    }

    /** Something was changed on this node: the next refresh reads. For any thread. */
    void expire() {
        expired = true;
    }

    /**
     * Heeds a receiver that wants nothing more. Answers the order to write down, or nothing when it is held already.
     */
    Optional<Hold> disabled(Lane lane, String reason) {
        if (isHeld(lane)) {
            return Optional.empty();
        }
        String why = reason.length() > 500 ? reason.substring(0, 500) : reason;
        Hold hold = new Hold(Optional.of(lane.tenant()), lane.target(), why, Optional.empty(), clock.instant());
        byReceivers.put(Place.of(hold), hold);
        adopt(kept);
        news.held(hold);
        return Optional.of(hold);
    }

    /** Writes an order down, on a thread that may wait for the store. */
    void write(Hold hold) {
        if (operations != null) {
            operations.hold(hold);
        }
    }

    /** The store has the order of a receiver, and tells of it from now on. */
    void written(Hold hold) {
        if (operations != null) {
            byReceivers.remove(Place.of(hold));
            Map<Place, Hold> now = new LinkedHashMap<>(kept);
            now.put(Place.of(hold), hold);
            kept = now;
            outdated = true;
            expire();
        }
    }

    private record Place(Optional<TenantId> tenant, String target) {

        static Place of(Hold hold) {
            return new Place(hold.tenant(), hold.target());
        }
    }
}

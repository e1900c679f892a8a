package dev.inlay.testkit.contracts.memory;

import dev.inlay.api.tenant.TenantId;
import dev.inlay.spi.store.Delivery;
import dev.inlay.spi.store.DeliveryStore;
import dev.inlay.spi.store.DeliveryWindow;
import dev.inlay.spi.store.Lane;
import dev.inlay.spi.store.StoredEvent;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The ledger of an {@link InMemoryOutboxStore}, and what has been taken turns at. */
final class InMemoryDeliveries implements DeliveryStore {

    private final InMemoryDatabase database;
    private final InMemoryOutboxRows rows;
    private final InMemoryLeases leases;
    private final Map<Lane, NavigableMap<String, Kept>> ledger =
            new TreeMap<>(Comparator.comparing(Lane::tenant).thenComparing(Lane::target));

    InMemoryDeliveries(InMemoryDatabase database, InMemoryOutboxRows rows, InMemoryLeases leases) {
        this.database = database;
        this.rows = rows;
        this.leases = leases;
    }

    /** Keeps those that wait, before they are removed. Called under the database's monitor. */
    void keep(Lane lane, List<StoredEvent> acknowledged, Instant at) {
        Set<Long> ids = acknowledged.stream().map(StoredEvent::id).collect(Collectors.toSet());
        rows.waiting(lane)
                .filter(event -> ids.contains(event.id()))
                .forEach(event -> ledger.computeIfAbsent(lane, l -> new TreeMap<>())
                        .put(event.eventId(), new Kept(lane, event, at)));
    }

    @Override
    public List<Delivery> read(DeliveryWindow window, String afterEventId, int limit) {
        return database.atomically(
                () -> of(window.tenant(), window.target()).tailMap(afterEventId, false).values().stream()
                        .filter(kept -> isWithin(kept.at, window))
                        .limit(limit)
                        .map(Kept::shown)
                        .toList());
    }

    @Override
    public Whereabouts find(TenantId tenant, String target, Collection<String> eventIds) {
        Set<String> asked = Set.copyOf(eventIds);
        return database.atomically(() -> new Whereabouts(
                of(tenant, target).keySet().stream().filter(asked::contains).collect(Collectors.toSet()),
                rows.inFlight(tenant, target)
                        .map(StoredEvent::eventId)
                        .filter(asked::contains)
                        .collect(Collectors.toSet())));
    }

    @Override
    public long inFlight(DeliveryWindow window) {
        return database.atomically(() -> rows.inFlight(window.tenant(), window.target())
                .filter(event -> isWithin(event.at(), window))
                .count());
    }

    @Override
    public int putBack(TenantId tenant, String target, Collection<String> eventIds) {
        return database.atomically(() -> {
            int moved = 0;
            for (String eventId : Set.copyOf(eventIds)) {
                Kept kept = of(tenant, target).remove(eventId);
                if (kept != null) {
                    rows.add(kept.lane, kept.event);
                    leases.revise(kept.lane.shard());
                    leases.doubt(kept.lane.shard(), kept.event.id());
                    moved++;
                }
            }
            return moved;
        });
    }

    @Override
    public int purge(Instant before, int limit) {
        return database.atomically(() -> {
            List<Kept> old = ledger.values().stream()
                    .flatMap(some -> some.values().stream())
                    .filter(kept -> kept.at.isBefore(before))
                    .sorted(Comparator.comparing(Kept::at))
                    .limit(limit)
                    .toList();
            old.forEach(kept -> of(kept.lane.tenant(), kept.lane.target()).remove(kept.event.eventId()));
            return old.size();
        });
    }

    private NavigableMap<String, Kept> of(TenantId tenant, String target) {
        return ledger.getOrDefault(new Lane(0, tenant, target), new TreeMap<>());
    }

    private static boolean isWithin(Instant at, DeliveryWindow window) {
        return !at.isBefore(window.from()) && at.isBefore(window.until());
    }

    private record Kept(Lane lane, StoredEvent event, Instant at) {

        Delivery shown() {
            return new Delivery(
                    event.eventId(),
                    event.key(),
                    event.generation(),
                    event.seq(),
                    sha256(event.payload().bytes()),
                    at);
        }
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java runtime has SHA-256", e);
        }
    }
}

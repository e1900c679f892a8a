package dev.inlay.provider.jooq;

import dev.inlay.api.error.StoreException;
import dev.inlay.spi.PluginContext;
import dev.inlay.spi.store.StoreRouter;
import dev.inlay.spi.store.Stores;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Finds the database of each placement, makes each once, and opens it when it is needed. Thread-safe. */
final class PlacedRouter implements StoreRouter {

    static final String SHARED = "shared";

    private static final System.Logger LOG = System.getLogger(PlacedRouter.class.getName());

    private static final int MOST_WARNED = 1000;

    private final Map<String, Place> places;
    private final Placements further;
    private final int most;
    private final OpenDatabases open = new OpenDatabases();
    private final PlacedDatabase shared;
    private final Map<String, PlacedDatabase> byPlacement = new ConcurrentHashMap<>();
    private final Map<String, String> schemas = new ConcurrentHashMap<>();
    /** By what tells them apart: the host's data source, or the name that the host gave. */
    private final Map<Object, PlacedDatabase> databases = new LinkedHashMap<>();

    private final Set<String> warned = ConcurrentHashMap.newKeySet();

    PlacedRouter(JooqStores shared, Map<String, Place> places, Placements further, int most) {
        this.places = places;
        this.further = further;
        this.most = most;
        this.shared = new PlacedDatabase(Place.given(SHARED, shared), open, this::schema);
        byPlacement.put(SHARED, this.shared);
        databases.put(shared.dataSource(), this.shared);
    }

    void start(PluginContext context) {
        open.start(context);
        shared.stores();
    }

    @Override
    public Stores at(String placement) {
        PlacedDatabase known = byPlacement.get(placement);
        return (known == null ? resolve(placement) : known).stores();
    }

    @Override
    public Collection<Stores> databases() {
        places.keySet().forEach(this::resolveQuietly);
        namesOfFurther().forEach(this::resolveQuietly);
        List<Stores> answering = new ArrayList<>();
        for (PlacedDatabase database : all()) {
            database.storesIfOpen().ifPresentOrElse(answering::add, database::openSoon);
        }
        return answering;
    }

    private Collection<String> namesOfFurther() {
        try {
            return List.copyOf(further.names());
        } catch (RuntimeException e) {
            warn("", "the host's placements cannot be listed, so no new database is looked for", e);
            return List.of();
        }
    }

    private void resolveQuietly(String placement) {
        if (byPlacement.containsKey(placement)) {
            return;
        }
        try {
            resolve(placement);
        } catch (RuntimeException e) {
            warn(placement, "placement '" + placement + "' has no database, so its events are not delivered", e);
        }
    }

    /** Once per subject, since it is asked every second; whoever wants the placement is told each time. */
    private void warn(String subject, String message, RuntimeException cause) {
        if (warned.size() < MOST_WARNED && warned.add(subject)) {
            LOG.log(Level.WARNING, message + ": " + cause.getMessage());
        }
    }

    private PlacedDatabase resolve(String placement) {
        Place place = Optional.ofNullable(places.get(placement))
                .or(() -> further.find(placement))
                .orElseThrow(() -> new StoreException(
                        "placement.unknown",
                        false,
                        "placement '" + placement + "' is unknown; add it to PlacedStores, or mend the profile",
                        null));
        synchronized (databases) {
            PlacedDatabase known = byPlacement.get(placement);
            if (known != null) {
                return known;
            }
            PlacedDatabase found = place.stores().isPresent() ? database(placement, place) : inSchema(placement, place);
            byPlacement.put(placement, found);
            return found;
        }
    }

    private PlacedDatabase inSchema(String placement, Place place) {
        for (Map.Entry<String, String> other : schemas.entrySet()) {
            if (other.getValue().toLowerCase(Locale.ROOT).equals(place.name().toLowerCase(Locale.ROOT))) {
                throw new StoreException(
                        "placement.schema-shared",
                        false,
                        "placement '" + placement + "' names schema '" + place.name() + "', which is placement '"
                                + other.getKey() + "'s; give each its own, or the tenants one placement",
                        null);
            }
        }
        schemas.put(placement, place.name());
        return shared;
    }

    private PlacedDatabase database(String placement, Place place) {
        Object key = place.isGiven() ? place.stores().orElseThrow().get().dataSource() : place.name();
        PlacedDatabase known = databases.get(key);
        if (known != null) {
            return known;
        }
        if (databases.size() >= most) {
            throw new StoreException(
                    "placement.too-many",
                    false,
                    "placement '" + placement + "' needs another database, and " + most
                            + " are in use; raise PlacedStores.atMost, or place the tenant elsewhere",
                    null);
        }
        PlacedDatabase made = new PlacedDatabase(place, open, other -> Optional.empty());
        databases.put(key, made);
        return made;
    }

    /** Where a transaction on the shared database leads; empty for where its connection is. */
    private Optional<String> schema(String placement) {
        if (!byPlacement.containsKey(placement)) {
            throw new IllegalStateException("placement '" + placement + "' was not resolved before its transaction");
        }
        return Optional.ofNullable(schemas.get(placement));
    }

    private List<PlacedDatabase> all() {
        synchronized (databases) {
            return List.copyOf(databases.values());
        }
    }

    void close() {
        open.close();
        all().forEach(PlacedDatabase::close);
    }
}

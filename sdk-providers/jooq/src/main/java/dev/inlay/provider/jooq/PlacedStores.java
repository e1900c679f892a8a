package dev.inlay.provider.jooq;

import dev.inlay.api.error.InvalidValueException;
import dev.inlay.spi.Contributions;
import dev.inlay.spi.Plugin;
import dev.inlay.spi.PluginContext;
import dev.inlay.spi.PluginDescriptor;
import dev.inlay.spi.SpiVersion;
import dev.inlay.spi.store.StoreRouter;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Keeps each tenant's rows where its profile's placement says: in the shared database under {@code "shared"}, in a
 * schema of it, or in another database. Installed instead of {@link JooqStores}.
 *
 * <ul>
 *   <li>A name that is not configured is refused with {@code placement.unknown}, before anything is read or written.
 *   <li>Within transactions of {@code Inlay.dataSource()}, the unqualified names of a tenant with a schema lead to that
 *       schema and to no other. Inlay's own tables stay in the shared schema. The plug-in makes no schemas.
 *   <li>Each database has its own pool, outbox, leases, relay, usage and audit trail, however many placements name it.
 *       It is opened, and its schema migrated or checked, when a tenant or the relay first needs it; while it does not
 *       answer, its tenants get a retryable error, and the others none.
 *   <li>Moving a tenant's rows is the host's work; until its events are delivered, its old placement must stay known.
 * </ul>
 *
 * <p>A connection of {@code Inlay.dataSource()} is always one of the tenant's database. One from elsewhere cannot be
 * told: what is published or recorded on it is written where that connection leads.
 *
 * <p>Two data sources must not lead to one database, which would then have two relays of one name; where their URLs
 * show it, {@code placement.database-twice} refuses the second. Thread-safe.
 *
 * @since 0.1
 */
public final class PlacedStores implements Plugin {

    private static final int MOST = 32;

    private final JooqStores shared;
    private final Map<String, Place> places;
    private final Placements further;
    private final int most;
    private final PlacedRouter router;

    private PlacedStores(JooqStores shared, Map<String, Place> places, Placements further, int most) {
        this.shared = shared;
        this.places = Collections.unmodifiableMap(places);
        this.further = further;
        this.most = most;
        this.router = new PlacedRouter(shared, this.places, further, most);
    }

    /**
     * Stores of the placement {@code "shared"}. Opens nothing yet.
     *
     * @param shared also keeps Inlay's tables for the tenants that have a schema
     * @return a plug-in to install
     */
    public static PlacedStores of(JooqStores shared) {
        return new PlacedStores(Objects.requireNonNull(shared, "shared"), Map.of(), new NoFurther(), MOST);
    }

    /**
     * The same with a schema of the shared database for one more placement.
     *
     * @param placement as profiles name it
     * @param schema as {@link Place#schema} wants it
     * @return a new plug-in to install instead of this one
     * @throws InvalidValueException for {@code placement} that is there already, or {@code placement.schema}
     */
    public PlacedStores schema(String placement, String schema) {
        return with(placement, Place.schema(schema));
    }

    /**
     * The same with a database for one more placement.
     *
     * @param placement as profiles name it
     * @param database on a pool that the host keeps; placements with the same data source share the database
     * @return a new plug-in to install instead of this one
     * @throws InvalidValueException for {@code placement} that is there already
     */
    public PlacedStores database(String placement, JooqStores database) {
        return with(placement, Place.given(placement, Objects.requireNonNull(database, "database")));
    }

    private PlacedStores with(String placement, Place place) {
        Map<String, Place> more = new LinkedHashMap<>(places);
        if (placement.equals(PlacedRouter.SHARED) || more.put(placement, place) != null) {
            throw new InvalidValueException("placement", "'" + placement + "' is there already");
        }
        return new PlacedStores(shared, more, further, most);
    }

    /**
     * The same with placements that may come while the instance runs; asked for names that are not configured here.
     *
     * @param placements the host's list
     * @return a new plug-in to install instead of this one
     */
    public PlacedStores resolving(Placements placements) {
        return new PlacedStores(shared, places, Objects.requireNonNull(placements, "placements"), most);
    }

    /**
     * The same with another bound on databases, and so on pools and relays.
     *
     * @param databases at least 1, the shared one included; default {@value #MOST}. What goes beyond is refused with
     *     {@code placement.too-many}
     * @return a new plug-in to install instead of this one
     * @throws InvalidValueException for {@code databases}
     */
    public PlacedStores atMost(int databases) {
        if (databases < 1) {
            throw new InvalidValueException("databases", "must be at least 1");
        }
        return new PlacedStores(shared, places, further, databases);
    }

    @Override
    public PluginDescriptor descriptor() {
        return PluginDescriptor.of("inlay.jooq.placed", "0.1.0", SpiVersion.of(0, 1));
    }

    @Override
    public void contribute(Contributions contributions) {
        contributions.add(StoreRouter.class, router);
    }

    /**
     * Opens the shared database, as {@link JooqStores#start} does; the others follow when they are needed.
     *
     * @param context the clock is used for the history of scripts, threads open databases for the relay
     * @throws dev.inlay.api.error.StoreException as {@link JooqStores#start}
     */
    @Override
    public void start(PluginContext context) {
        router.start(context);
    }

    /** Forgets every database, and closes the pools that {@link Place#database} made. */
    @Override
    public void close() {
        router.close();
    }

    private static final class NoFurther implements Placements {

        @Override
        public Optional<Place> find(String placement) {
            return Optional.empty();
        }

        @Override
        public Collection<String> names() {
            return List.of();
        }
    }
}

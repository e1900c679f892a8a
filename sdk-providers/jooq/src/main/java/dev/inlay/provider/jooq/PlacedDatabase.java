package dev.inlay.provider.jooq;

import dev.inlay.api.error.InlayException;
import dev.inlay.api.error.StoreException;
import dev.inlay.provider.jooq.internal.database.SqlFailures;
import dev.inlay.provider.jooq.internal.database.TenantSchemas;
import dev.inlay.spi.store.Stores;
import java.lang.System.Logger.Level;
import java.sql.SQLException;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * One database, opened when it is first needed and again while that fails. Whoever needs it while it is being opened
 * waits for that attempt and shares its outcome. Thread-safe.
 */
final class PlacedDatabase {

    private static final System.Logger LOG = System.getLogger(PlacedDatabase.class.getName());

    private final Place place;
    private final OpenDatabases others;
    private final Function<String, Optional<String>> schemas;
    private final AtomicReference<@Nullable FutureTask<Stores>> opening = new AtomicReference<>();
    private final Object life = new Object();
    private @Nullable JooqStores plugin;
    private volatile @Nullable Stores open;
    private volatile boolean warned;

    /** The schemas are those of placements in this database; empty for those that have none. */
    PlacedDatabase(Place place, OpenDatabases others, Function<String, Optional<String>> schemas) {
        this.place = place;
        this.others = others;
        this.schemas = schemas;
    }

    Optional<Stores> storesIfOpen() {
        return Optional.ofNullable(open);
    }

    /** Opens the database if it is not open, and blocks for that. */
    Stores stores() {
        Stores stores = open;
        return stores == null ? attempt() : stores;
    }

    /** Tries to open it on a thread of its own, unless somebody is trying. */
    void openSoon() {
        if (opening.get() == null) {
            others.threads(place.name()).newThread(this::openQuietly).start();
        }
    }

    private void openQuietly() {
        try {
            stores();
        } catch (RuntimeException e) {
            if (!warned && !others.isClosed()) {
                warned = true;
                LOG.log(
                        Level.WARNING,
                        "database '" + place.name() + "' is tried again every second: " + e.getMessage());
            }
        }
    }

    private Stores attempt() {
        FutureTask<Stores> mine = new FutureTask<>(this::open);
        FutureTask<Stores> running = opening.compareAndExchange(null, mine);
        if (running == null) {
            try {
                mine.run();
            } finally {
                opening.set(null);
            }
        }
        return outcome(running == null ? mine : running);
    }

    private Stores outcome(FutureTask<Stores> attempt) {
        try {
            return attempt.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw unavailable("interrupted while database '" + place.name() + "' is opened", e);
        } catch (ExecutionException | CancellationException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            if (cause instanceof InlayException known) {
                throw known;
            }
            if (cause instanceof Error error) {
                throw error;
            }
            throw unavailable("the pool of database '" + place.name() + "' cannot be made; try again", cause);
        }
    }

    private static StoreException unavailable(String message, Throwable cause) {
        return new StoreException("store.unavailable", true, message, cause);
    }

    private Stores open() {
        Stores before = open;
        if (before != null) {
            return before;
        }
        JooqStores opened = made();
        opened.startQualified(others.context());
        try {
            others.requireAlone(place.name(), opened.database().identity());
        } catch (SQLException e) {
            throw SqlFailures.translate("opening database '" + place.name() + "'", e);
        }
        Stores stores =
                new PlacedDatabaseStores(place.name(), opened.stores(), new TenantSchemas(opened.database()), schemas);
        synchronized (life) {
            if (others.isClosed()) {
                end(opened);
                throw closed();
            }
            open = stores;
        }
        return stores;
    }

    /** The stores, and with them the pool, are made once, also when opening them has to be tried again. */
    private JooqStores made() {
        synchronized (life) {
            if (others.isClosed()) {
                throw closed();
            }
            if (plugin == null) {
                plugin = place.stores().orElseThrow().get();
            }
            return plugin;
        }
    }

    private static StoreException closed() {
        return new StoreException("store.closed", false, "the stores are closed; start another instance", null);
    }

    void close() {
        synchronized (life) {
            open = null;
            if (plugin != null) {
                end(plugin);
            }
        }
    }

    private void end(JooqStores ending) {
        ending.close();
        if (!place.isGiven()) {
            ending.dataSources().forEach(this::closePool);
        }
    }

    private void closePool(DataSource source) {
        if (source instanceof AutoCloseable pool) {
            try {
                pool.close();
            } catch (Exception e) {
                LOG.log(Level.WARNING, "closing the pool of database '" + place.name() + "' failed", e);
            }
        }
    }
}

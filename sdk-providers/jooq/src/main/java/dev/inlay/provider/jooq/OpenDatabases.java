package dev.inlay.provider.jooq;

import dev.inlay.api.error.StoreException;
import dev.inlay.spi.PluginContext;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadFactory;
import org.jspecify.annotations.Nullable;

/** What the databases of one router share: what they are started with, and that no two of them are one. Thread-safe. */
final class OpenDatabases {

    private final Map<String, String> names = new ConcurrentHashMap<>();
    private volatile @Nullable PluginContext context;
    private volatile boolean closed;

    void start(PluginContext started) {
        context = started;
    }

    void close() {
        closed = true;
        context = null;
    }

    boolean isClosed() {
        return closed;
    }

    PluginContext context() {
        PluginContext current = context;
        if (current == null) {
            throw new StoreException("store.closed", false, "the stores are not open; start the instance first", null);
        }
        return current;
    }

    ThreadFactory threads(String database) {
        return context().threads("open." + database);
    }

    /** Two relays of one name on one database would both hold every lease. */
    void requireAlone(String name, String identity) {
        String other = names.putIfAbsent(identity, name);
        if (other != null && !other.equals(name)) {
            throw new StoreException(
                    "placement.database-twice",
                    false,
                    "databases '" + other + "' and '" + name
                            + "' are one; give both placements the same data source, or the same name",
                    null);
        }
    }
}

package dev.inlay.core.internal.tenant;

import dev.inlay.api.error.InlayException;
import dev.inlay.api.tenant.DirectoryState;
import dev.inlay.api.tenant.NoTenantException;
import dev.inlay.api.tenant.Origin;
import dev.inlay.api.tenant.TenantContext;
import dev.inlay.api.tenant.TenantId;
import dev.inlay.api.tenant.TenantProfile;
import dev.inlay.spi.tenant.TenantDirectory;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Contexts made once per tenant, directory version and origin. A hit allocates nothing and takes no lock. A tenant that
 * the directory does not know is asked for again each time, so that strangers' ids cannot fill the memory.
 *
 * <p>In front of the map stands a table of the tenants that were bound lately, one per slot and written without a lock:
 * a context is immutable, so that whatever is found is whole, and what does not fit is looked up behind it. It makes a
 * hit small enough for the compiler to put it into the caller.
 */
final class TenantContexts {

    private static final int SLOTS = 1024;

    private final TenantDirectory directory;
    private final @Nullable Known[] recent = new Known[SLOTS];
    private volatile Generation generation = new Generation(Long.MIN_VALUE);

    TenantContexts(TenantDirectory directory) {
        this.directory = directory;
    }

    /**
     * The context of a tenant that may work. An id that is the same object is found here, an equal one a step later.
     */
    @SuppressWarnings("ReferenceEquality")
    TenantContext active(TenantId id, Origin origin) {
        Known found = recent[slot(id)];
        if (found == null || found.id != id || found.version != directory.version()) {
            found = knownActive(id);
        }
        return origin == Origin.HOST ? found.host : found.as(origin);
    }

    /** Also finds what lies in the slot under an equal id that is another object, and leaves it there. */
    private Known knownActive(TenantId id) {
        Known lately = recent[slot(id)];
        if (lately != null && lately.version == directory.version() && lately.id.equals(id)) {
            return lately;
        }
        Known known = known(id);
        if (known == null) {
            throw new NoTenantException(
                    "tenant.unknown", "tenant '" + id + "' is not in the directory; add it there, or mend the id");
        }
        switch (known.host.profile().status()) {
            case ACTIVE -> recent[slot(id)] = known;
            case SUSPENDED ->
                throw new NoTenantException(
                        "tenant.suspended",
                        "tenant '" + id + "' is suspended; it may work once the directory says active");
            case CLOSED -> throw new NoTenantException("tenant.closed", "tenant '" + id + "' is closed for good");
        }
        return known;
    }

    private static int slot(TenantId id) {
        int hash = id.hashCode();
        return (hash ^ (hash >>> 16)) & (SLOTS - 1);
    }

    /** The context of a tenant whatever its status. */
    Optional<TenantContext> find(TenantId id) {
        Known known = known(id);
        return known == null ? Optional.empty() : Optional.of(known.host);
    }

    DirectoryState state() {
        return directory.state();
    }

    private @Nullable Known known(TenantId id) {
        long version = directory.version();
        Generation current = generation;
        if (current.version != version) {
            current = new Generation(version);
            generation = current;
        }
        Known known = current.tenants.get(id);
        return known == null ? load(current, id) : known;
    }

    /** Reads after the version was read: what is kept may be newer than its version says, and is then read again. */
    private @Nullable Known load(Generation current, TenantId id) {
        Optional<TenantProfile> profile = ask(id);
        if (profile.isEmpty()) {
            return null;
        }
        Known loaded = new Known(id, profile.get(), current.version);
        Known earlier = current.tenants.putIfAbsent(id, loaded);
        return earlier == null ? loaded : earlier;
    }

    /** A directory that fails is down, and nobody may take the tenant for an unknown one. */
    private Optional<TenantProfile> ask(TenantId id) {
        try {
            return directory.find(id);
        } catch (InlayException e) {
            throw e;
        } catch (RuntimeException e) {
            throw new InlayException(
                    "tenant.directory.unavailable",
                    true,
                    "the directory does not answer for tenant '" + id + "', which this node has not seen yet; try"
                            + " again, and see the cause",
                    e);
        }
    }

    /** Everything that was read at one version of the directory. */
    private static final class Generation {

        final long version;
        final ConcurrentHashMap<TenantId, Known> tenants = new ConcurrentHashMap<>();

        Generation(long version) {
            this.version = version;
        }
    }

    /** A tenant with a context for each origin. */
    private static final class Known {

        final TenantId id;
        final long version;
        final TenantContext host;
        private final Map<Origin, TenantContext> byOrigin = new EnumMap<>(Origin.class);

        Known(TenantId id, TenantProfile profile, long version) {
            this.id = id;
            this.version = version;
            this.host = TenantContext.of(profile, version, Origin.HOST);
            for (Origin origin : Origin.values()) {
                byOrigin.put(origin, origin == Origin.HOST ? host : TenantContext.of(profile, version, origin));
            }
        }

        TenantContext as(Origin origin) {
            return Objects.requireNonNull(byOrigin.get(origin));
        }
    }
}

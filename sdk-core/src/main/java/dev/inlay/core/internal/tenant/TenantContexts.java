package dev.inlay.core.internal.tenant;

import dev.inlay.api.tenant.NoTenantException;
import dev.inlay.api.tenant.Origin;
import dev.inlay.api.tenant.TenantContext;
import dev.inlay.api.tenant.TenantId;
import dev.inlay.api.tenant.TenantProfile;
import dev.inlay.spi.tenant.TenantDirectory;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Contexts made once per tenant, directory version and origin. A hit allocates nothing and takes no lock. A tenant that
 * the directory does not know is asked for again each time, so that strangers' ids cannot fill the memory.
 */
final class TenantContexts {

    private final TenantDirectory directory;
    private volatile Generation generation = new Generation(Long.MIN_VALUE);

    TenantContexts(TenantDirectory directory) {
        this.directory = directory;
    }

    /** The context of a tenant that may work. */
    TenantContext active(TenantId id, Origin origin) {
        Known known = known(id);
        if (known == null) {
            throw new NoTenantException(
                    "tenant.unknown", "tenant '" + id + "' is not in the directory; add it there, or mend the id");
        }
        return switch (known.profile.status()) {
            case ACTIVE -> known.as(origin);
            case SUSPENDED ->
                throw new NoTenantException(
                        "tenant.suspended",
                        "tenant '" + id + "' is suspended; it may work once the directory says active");
            case CLOSED -> throw new NoTenantException("tenant.closed", "tenant '" + id + "' is closed for good");
        };
    }

    /** The context of a tenant whatever its status. */
    Optional<TenantContext> find(TenantId id) {
        Known known = known(id);
        return known == null ? Optional.empty() : Optional.of(known.as(Origin.HOST));
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
        Optional<TenantProfile> profile = directory.find(id);
        if (profile.isEmpty()) {
            return null;
        }
        Known loaded = new Known(profile.get(), current.version);
        Known earlier = current.tenants.putIfAbsent(id, loaded);
        return earlier == null ? loaded : earlier;
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

        final TenantProfile profile;
        final TenantContext host;
        final TenantContext carried;
        final TenantContext message;

        Known(TenantProfile profile, long version) {
            this.profile = profile;
            this.host = TenantContext.of(profile, version, Origin.HOST);
            this.carried = TenantContext.of(profile, version, Origin.CARRIED);
            this.message = TenantContext.of(profile, version, Origin.MESSAGE);
        }

        TenantContext as(Origin origin) {
            return switch (origin) {
                case HOST -> host;
                case CARRIED -> carried;
                case MESSAGE -> message;
            };
        }
    }
}

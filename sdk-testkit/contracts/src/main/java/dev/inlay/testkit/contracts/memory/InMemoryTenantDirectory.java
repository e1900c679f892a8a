package dev.inlay.testkit.contracts.memory;

import dev.inlay.api.error.InlayException;
import dev.inlay.api.tenant.DirectoryState;
import dev.inlay.api.tenant.TenantId;
import dev.inlay.api.tenant.TenantPath;
import dev.inlay.api.tenant.TenantProfile;
import dev.inlay.spi.Contributions;
import dev.inlay.spi.Plugin;
import dev.inlay.spi.PluginDescriptor;
import dev.inlay.spi.SpiVersion;
import dev.inlay.spi.tenant.TenantDirectory;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A directory that a test fills and changes; also the plug-in that contributes it. Thread-safe.
 *
 * @since 0.1
 */
public final class InMemoryTenantDirectory implements Plugin, TenantDirectory {

    private static final PluginDescriptor DESCRIPTOR =
            PluginDescriptor.of("inlay.memory.directory", "0.1", SpiVersion.of(0, 1));

    private final Map<TenantId, TenantProfile> profiles = new ConcurrentHashMap<>();
    private final AtomicLong version = new AtomicLong(1);
    private volatile String stale = "";

    private InMemoryTenantDirectory() {}

    /**
     * Creates a directory of active tenants with every default.
     *
     * @param paths where they stand, as {@link TenantPath#parse} reads it, for example
     *     {@code "inlay/medisoft/nordic/north-clinic"}
     * @return the directory
     * @throws dev.inlay.api.error.InvalidValueException for a path that is none
     */
    public static InMemoryTenantDirectory of(String... paths) {
        InMemoryTenantDirectory directory = new InMemoryTenantDirectory();
        for (String path : paths) {
            directory.put(TenantProfile.builder(TenantPath.parse(path)).build());
        }
        return directory;
    }

    /**
     * Adds a tenant, or changes what is known of it.
     *
     * @param profile what is known from now on
     * @return this directory
     */
    public InMemoryTenantDirectory put(TenantProfile profile) {
        profiles.put(profile.id(), profile);
        version.incrementAndGet();
        return this;
    }

    /**
     * Forgets a tenant.
     *
     * @param id the tenant
     * @return this directory
     */
    public InMemoryTenantDirectory remove(TenantId id) {
        if (profiles.remove(id) != null) {
            version.incrementAndGet();
        }
        return this;
    }

    /**
     * Behaves from now on as a directory does whose source does not answer: tenants that are known stay so, others are
     * refused as retryable.
     *
     * @param reason why; empty when the source answers again
     * @return this directory
     */
    public InMemoryTenantDirectory stale(String reason) {
        stale = reason;
        return this;
    }

    @Override
    public Optional<TenantProfile> find(TenantId id) {
        Optional<TenantProfile> found = Optional.ofNullable(profiles.get(id));
        String reason = stale;
        if (found.isEmpty() && !reason.isEmpty()) {
            throw new InlayException(
                    "tenant.directory.unavailable",
                    true,
                    "the directory does not answer, and does not know tenant '" + id + "' yet: " + reason,
                    null);
        }
        return found;
    }

    @Override
    public DirectoryState state() {
        String reason = stale;
        return reason.isEmpty() ? DirectoryState.fresh(version()) : DirectoryState.stale(version(), reason);
    }

    @Override
    public long version() {
        return version.get();
    }

    @Override
    public PluginDescriptor descriptor() {
        return DESCRIPTOR;
    }

    @Override
    public void contribute(Contributions contributions) {
        contributions.add(TenantDirectory.class, this);
    }
}

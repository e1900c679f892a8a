package dev.inlay.provider.jooq.isolation;

import dev.inlay.api.tenant.TenantId;
import dev.inlay.api.tenant.TenantPath;
import dev.inlay.api.tenant.TenantProfile;
import dev.inlay.api.tenant.TenantStatus;
import dev.inlay.spi.Contributions;
import dev.inlay.spi.Plugin;
import dev.inlay.spi.PluginDescriptor;
import dev.inlay.spi.SpiVersion;
import dev.inlay.spi.tenant.TenantDirectory;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** The tenants, whose status changes under way. */
final class ChangingDirectory implements Plugin, TenantDirectory {

    private static final String PARENT = "nordic";
    private static final String CHILD = "north-clinic";

    private final Map<TenantId, TenantProfile> profiles = new ConcurrentHashMap<>();
    private final AtomicLong version = new AtomicLong();
    private final boolean tells;

    /** Tenants that are active; without {@code tells} no change is ever told, without {@code places} all are shared. */
    ChangingDirectory(boolean tells, boolean places) {
        this.tells = tells;
        for (TenantId tenant : World.TENANTS) {
            String parent = tenant.value().equals(CHILD) ? PARENT : "-";
            TenantPath path = TenantPath.parse("inlay/medisoft/" + parent + "/" + tenant);
            String placement = places ? World.placeOf(tenant) : HostDatabase.SHARED;
            profiles.put(
                    tenant, TenantProfile.builder(path).placement(placement).build());
        }
        TenantPath lost = TenantPath.parse("inlay/medisoft/-/" + World.LOST);
        profiles.put(
                World.LOST, TenantProfile.builder(lost).placement("nowhere").build());
    }

    void put(TenantId tenant, TenantStatus status) {
        profiles.computeIfPresent(
                tenant, (id, profile) -> profile.toBuilder().status(status).build());
        if (tells) {
            version.incrementAndGet();
        }
    }

    @Override
    public Optional<TenantProfile> find(TenantId id) {
        return Optional.ofNullable(profiles.get(id));
    }

    @Override
    public long version() {
        return version.get();
    }

    @Override
    public PluginDescriptor descriptor() {
        return PluginDescriptor.of("changing-directory", "0.1", SpiVersion.of(0, 1));
    }

    @Override
    public void contribute(Contributions contributions) {
        contributions.add(TenantDirectory.class, this);
    }
}

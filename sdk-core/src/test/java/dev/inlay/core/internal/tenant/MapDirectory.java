package dev.inlay.core.internal.tenant;

import dev.inlay.api.tenant.TenantId;
import dev.inlay.api.tenant.TenantPath;
import dev.inlay.api.tenant.TenantProfile;
import dev.inlay.api.tenant.TenantStatus;
import dev.inlay.spi.tenant.TenantDirectory;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** A directory that tests write to; counts how often it is asked. */
final class MapDirectory implements TenantDirectory {

    static final TenantId NORTH = TenantId.of("north-clinic");
    static final TenantId SOUTH = TenantId.of("south-clinic");

    final AtomicInteger lookUps = new AtomicInteger();
    private final Map<TenantId, TenantProfile> profiles = new ConcurrentHashMap<>();
    private final AtomicLong version = new AtomicLong();

    MapDirectory() {
        put(NORTH, TenantStatus.ACTIVE);
        put(SOUTH, TenantStatus.ACTIVE);
    }

    void put(TenantId id, TenantStatus status) {
        TenantPath path = TenantPath.direct(TenantId.of("inlay"), TenantId.of("medisoft"), id);
        profiles.put(id, TenantProfile.builder(path).status(status).build());
        version.incrementAndGet();
    }

    void place(TenantId id, String placement) {
        profiles.computeIfPresent(
                id, (any, profile) -> profile.toBuilder().placement(placement).build());
        version.incrementAndGet();
    }

    @Override
    public Optional<TenantProfile> find(TenantId id) {
        lookUps.incrementAndGet();
        return Optional.ofNullable(profiles.get(id));
    }

    @Override
    public long version() {
        return version.get();
    }
}

package dev.inlay.core.internal.tenant;

import dev.inlay.api.tenant.TenantId;
import dev.inlay.api.tenant.TenantProfile;
import dev.inlay.spi.tenant.TenantDirectory;
import java.util.Map;
import java.util.Optional;

/** A directory held in memory and replaced as a whole. Empty, at version 0, until the first replacement. */
final class DocumentTenantDirectory implements TenantDirectory {

    private volatile State state = new State(0, Map.of());

    @Override
    public Optional<TenantProfile> find(TenantId id) {
        return Optional.ofNullable(state.profiles.get(id));
    }

    @Override
    public long version() {
        return state.version;
    }

    /** Puts other profiles in force; the version grows only when they differ. */
    synchronized void replace(Map<TenantId, TenantProfile> profiles) {
        State old = state;
        if (old.version == 0 || !old.profiles.equals(profiles)) {
            state = new State(old.version + 1, Map.copyOf(profiles));
        }
    }

    private record State(long version, Map<TenantId, TenantProfile> profiles) {}
}

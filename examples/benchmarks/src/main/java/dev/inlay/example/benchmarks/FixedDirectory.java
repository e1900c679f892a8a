package dev.inlay.example.benchmarks;

import dev.inlay.api.tenant.TenantId;
import dev.inlay.api.tenant.TenantPath;
import dev.inlay.api.tenant.TenantProfile;
import dev.inlay.spi.Contributions;
import dev.inlay.spi.Plugin;
import dev.inlay.spi.PluginDescriptor;
import dev.inlay.spi.SpiVersion;
import dev.inlay.spi.tenant.TenantDirectory;
import java.util.Optional;

/** One tenant, known by heart. */
final class FixedDirectory implements Plugin, TenantDirectory {

    static final TenantId TENANT = TenantId.of("north-clinic");

    private final TenantProfile profile = TenantProfile.builder(
                    TenantPath.of(TenantId.of("inlay"), TenantId.of("medisoft"), TenantId.of("nordic"), TENANT))
            .build();

    @Override
    public PluginDescriptor descriptor() {
        return PluginDescriptor.of("benchmark.directory", "1", SpiVersion.CURRENT);
    }

    @Override
    public void contribute(Contributions contributions) {
        contributions.add(TenantDirectory.class, this);
    }

    @Override
    public Optional<TenantProfile> find(TenantId id) {
        return id.equals(TENANT) ? Optional.of(profile) : Optional.empty();
    }

    @Override
    public long version() {
        return 1;
    }
}

package dev.inlay.example.benchmarks.chaos;

import dev.inlay.api.tenant.TenantId;
import dev.inlay.api.tenant.TenantPath;
import dev.inlay.api.tenant.TenantProfile;
import dev.inlay.spi.Contributions;
import dev.inlay.spi.Plugin;
import dev.inlay.spi.PluginDescriptor;
import dev.inlay.spi.SpiVersion;
import dev.inlay.spi.tenant.TenantDirectory;
import java.util.Optional;

/** The tenants of {@link Domain}, known by heart. */
final class Clinics implements Plugin, TenantDirectory {

    @Override
    public PluginDescriptor descriptor() {
        return PluginDescriptor.of("chaos.clinics", "1", SpiVersion.CURRENT);
    }

    @Override
    public void contribute(Contributions contributions) {
        contributions.add(TenantDirectory.class, this);
    }

    @Override
    public Optional<TenantProfile> find(TenantId id) {
        return Domain.TENANTS.contains(id.value())
                ? Optional.of(TenantProfile.builder(
                                TenantPath.of(TenantId.of("inlay"), TenantId.of("medisoft"), TenantId.of("nordic"), id))
                        .build())
                : Optional.empty();
    }

    @Override
    public long version() {
        return 1;
    }
}

package dev.inlay.testkit.cli;

import dev.inlay.spi.Plugin;
import dev.inlay.testkit.contracts.Capabilities;
import dev.inlay.testkit.contracts.PluginContract;
import java.util.Optional;
import java.util.ServiceLoader;

/** The contract of plug-ins on one out of a jar. */
final class CertifiedPlugin extends PluginContract {

    private final ServiceLoader.Provider<Plugin> provider;
    private final Optional<String> notStarted;

    CertifiedPlugin(ServiceLoader.Provider<Plugin> provider, Optional<String> notStarted) {
        this.provider = provider;
        this.notStarted = notStarted;
    }

    @Override
    protected Capabilities capabilities() {
        return notStarted
                .map(reason -> Capabilities.none().notApplicable(STARTS, reason))
                .orElseGet(() -> Capabilities.none().supported(STARTS));
    }

    @Override
    protected Plugin open() {
        return provider.get();
    }
}

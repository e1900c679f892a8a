package dev.inlay.provider.resilience4j;

import dev.inlay.spi.Plugin;
import dev.inlay.testkit.contracts.Capabilities;
import dev.inlay.testkit.contracts.PluginContract;
import dev.inlay.testkit.contracts.Proves;

@Proves("EMB-2")
final class ResiliencePluginContractTest extends PluginContract {

    @Override
    protected Capabilities capabilities() {
        return Capabilities.none().supported(STARTS);
    }

    @Override
    protected Plugin open() {
        return Resilience.builder().concurrentPerTenant(1).build();
    }
}

package dev.inlay.provider.jooq;

import dev.inlay.spi.Plugin;
import dev.inlay.testkit.contracts.Capabilities;
import dev.inlay.testkit.contracts.PluginContract;
import dev.inlay.testkit.contracts.Proves;

@Proves("EMB-2")
final class H2DirectoryPluginContractTest extends PluginContract {

    @Override
    protected Capabilities capabilities() {
        return Capabilities.none().supported(STARTS);
    }

    @Override
    protected Plugin open() {
        return JooqDirectory.on(Engines.h2());
    }
}

package dev.inlay.provider.feign;

import dev.inlay.spi.Plugin;
import dev.inlay.testkit.contracts.Capabilities;
import dev.inlay.testkit.contracts.PluginContract;
import dev.inlay.testkit.contracts.Proves;
import java.util.Optional;

@Proves({"EVT-8", "EMB-2"})
final class WebhooksPluginContractTest extends PluginContract {

    @Override
    protected Capabilities capabilities() {
        return Capabilities.none().supported(STARTS);
    }

    @Override
    protected Plugin open() {
        return Webhooks.to("webhook", tenant -> Optional.empty());
    }
}

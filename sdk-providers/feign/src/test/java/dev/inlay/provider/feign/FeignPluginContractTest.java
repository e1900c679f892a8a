package dev.inlay.provider.feign;

import dev.inlay.spi.Plugin;
import dev.inlay.testkit.contracts.Capabilities;
import dev.inlay.testkit.contracts.PluginContract;
import dev.inlay.testkit.contracts.Proves;
import java.net.URI;

@Proves({"EVT-9", "EMB-2"})
final class FeignPluginContractTest extends PluginContract {

    @Override
    protected Capabilities capabilities() {
        return Capabilities.none().supported(STARTS);
    }

    @Override
    protected Plugin open() {
        return FeignTransport.to("erp", URI.create("http://127.0.0.1:1/events"));
    }
}

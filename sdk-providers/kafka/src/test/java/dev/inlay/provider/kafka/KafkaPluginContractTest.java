package dev.inlay.provider.kafka;

import dev.inlay.spi.Plugin;
import dev.inlay.testkit.contracts.Capabilities;
import dev.inlay.testkit.contracts.PluginContract;
import dev.inlay.testkit.contracts.Proves;

/** Nobody listens where this one looks for its brokers. */
@Proves({"EVT-9", "EMB-2"})
final class KafkaPluginContractTest extends PluginContract {

    @Override
    protected Capabilities capabilities() {
        return Capabilities.none().supported(STARTS);
    }

    @Override
    protected Plugin open() {
        return KafkaTransport.builder("bus", "events").bootstrap("127.0.0.1:1").build();
    }
}

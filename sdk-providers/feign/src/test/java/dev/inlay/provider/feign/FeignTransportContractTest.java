package dev.inlay.provider.feign;

import com.sun.net.httpserver.Headers;
import dev.inlay.spi.Plugin;
import dev.inlay.testkit.contracts.Capabilities;
import dev.inlay.testkit.contracts.EventTransportContract;
import dev.inlay.testkit.contracts.Proves;
import dev.inlay.testkit.contracts.TransportFixture;
import java.net.URI;
import java.time.Duration;

@Proves({"EVT-4", "EVT-6", "EVT-9"})
class FeignTransportContractTest extends EventTransportContract {

    @Override
    protected Capabilities capabilities() {
        return Capabilities.none().supported(RETRY_AFTER).supported(REFUSALS).supported(LOST_ANSWERS);
    }

    @Override
    protected TransportFixture open() throws Exception {
        return new Loopback(new Loopback.Protocol() {
            @Override
            public Plugin to(URI address, Duration timeout) {
                return transport(address, timeout).build();
            }

            @Override
            public String idOf(Headers headers) {
                String key = headers.getFirst("Idempotency-Key");
                return key.substring(1, key.length() - 1);
            }

            @Override
            public byte[] payloadOf(byte[] body) {
                return body;
            }

            @Override
            public int refusalOfTheSender() {
                return 401;
            }
        });
    }

    FeignTransport.Builder transport(URI address, Duration timeout) {
        return FeignTransport.builder("erp", address).requestTimeout(timeout);
    }
}

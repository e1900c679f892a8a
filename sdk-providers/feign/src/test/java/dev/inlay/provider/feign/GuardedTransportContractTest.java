package dev.inlay.provider.feign;

import dev.inlay.provider.feign.egress.EgressPolicy;
import dev.inlay.testkit.contracts.Proves;
import java.net.URI;
import java.time.Duration;

/** The same contract, on the client that keeps to a policy. */
@Proves({"EVT-4", "EVT-6", "EVT-9"})
final class GuardedTransportContractTest extends FeignTransportContractTest {

    @Override
    FeignTransport.Builder transport(URI address, Duration timeout) {
        EgressPolicy policy = EgressPolicy.builder()
                .allow("127.0.0.0/8")
                .port(address.getPort())
                .build();
        return super.transport(address, timeout).egress(policy);
    }
}

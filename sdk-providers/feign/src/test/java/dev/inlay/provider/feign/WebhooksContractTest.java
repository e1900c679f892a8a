package dev.inlay.provider.feign;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.Headers;
import dev.inlay.provider.feign.egress.EgressPolicy;
import dev.inlay.spi.Plugin;
import dev.inlay.testkit.contracts.Capabilities;
import dev.inlay.testkit.contracts.EventTransportContract;
import dev.inlay.testkit.contracts.Proves;
import dev.inlay.testkit.contracts.TransportFixture;
import java.net.URI;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;

@Proves({"EVT-4", "EVT-6", "EVT-8", "EVT-9"})
final class WebhooksContractTest extends EventTransportContract {

    @Override
    protected Capabilities capabilities() {
        return Capabilities.none().supported(RETRY_AFTER).supported(REFUSALS).supported(LOST_ANSWERS);
    }

    @Override
    protected TransportFixture open() throws Exception {
        return new Loopback(new CloudEventsWebhooks());
    }

    private static final class CloudEventsWebhooks implements Loopback.Protocol {

        private static final String TEXT = ",\"data\":";
        private static final String BYTES = ",\"data_base64\":\"";

        @Override
        public Plugin to(URI address, Duration timeout) {
            WebhookEndpoint endpoint = WebhookEndpoint.of(address, WebhookSecret.generate());
            return Webhooks.builder("webhook", tenant -> Optional.of(endpoint))
                    .egress(EgressPolicy.builder()
                            .allow("127.0.0.0/8")
                            .port(address.getPort())
                            .build())
                    .format(WebhookFormat.CLOUD_EVENTS)
                    .requestTimeout(timeout)
                    .build();
        }

        @Override
        public String idOf(Headers headers) {
            return headers.getFirst("webhook-id");
        }

        @Override
        public byte[] payloadOf(byte[] body) {
            String document = new String(body, UTF_8);
            int bytes = document.indexOf(BYTES);
            return bytes >= 0
                    ? Base64.getDecoder().decode(document.substring(bytes + BYTES.length(), document.length() - 2))
                    : document.substring(document.indexOf(TEXT) + TEXT.length(), document.length() - 1)
                            .getBytes(UTF_8);
        }

        /** The sender is refused for this tenant; the other tenants' endpoints say nothing of the kind. */
        @Override
        public int refusalOfTheSender() {
            return 410;
        }
    }
}

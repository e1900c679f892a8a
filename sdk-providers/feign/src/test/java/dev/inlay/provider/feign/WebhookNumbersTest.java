package dev.inlay.provider.feign;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.inlay.api.event.EventOperations;
import dev.inlay.api.tenant.TenantId;
import dev.inlay.provider.feign.egress.EgressPolicy;
import dev.inlay.spi.event.DeliveryOutcome.Kind;
import dev.inlay.spi.event.OutboundEvent;
import dev.inlay.testkit.contracts.Proves;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A place in a stream is told only to who gets the whole stream. */
@Proves("EVT-8")
final class WebhookNumbersTest {

    private Receiver receiver;

    @BeforeEach
    void open() throws Exception {
        receiver = new Receiver();
    }

    @AfterEach
    void close() {
        receiver.close();
    }

    private WebhookEndpoint.Builder endpoint() {
        return WebhookEndpoint.builder(receiver.address(), WebhookSecret.generate());
    }

    private void deliver(WebhookEndpoint.Builder endpoint, String type) throws Exception {
        WebhookEndpoint built = endpoint.build();
        Webhooks webhooks = Webhooks.builder("webhook", tenant -> Optional.of(built))
                .egress(EgressPolicy.builder()
                        .allow("127.0.0.1")
                        .port(receiver.port())
                        .build())
                .format(WebhookFormat.CLOUD_EVENTS)
                .build();
        OutboundEvent event = OutboundEvent.builder(
                        TenantId.of("north-clinic"), "webhook", "e-1", type, TestEvents.AT, TestEvents.json("{}"))
                .stream("claim-7", 2, 41)
                .epoch(7)
                .build();
        try (TestInstance instance = new TestInstance(webhooks)) {
            assertThat(instance.transport().deliver(event).kind()).isEqualTo(Kind.DELIVERED);
        }
    }

    private Map<String, Object> sent() throws Exception {
        return ReadEvent.of(new ObjectMapper().readTree(receiver.only().body())).attributes();
    }

    @Test
    void carriesThePlaceInTheStreamWhereAllTypesAreTaken() throws Exception {
        deliver(endpoint(), "claim.paid");

        assertThat(sent())
                .containsEntry("streamkey", "claim-7")
                .containsEntry("generation", "2")
                .containsEntry("seq", "41");
    }

    @Test
    void leavesTheNumbersOutWhereSomeTypesAreLeftOut() throws Exception {
        deliver(endpoint().types(Set.of("claim.paid")), "claim.paid");

        assertThat(sent())
                .doesNotContainKeys("generation", "seq")
                .containsEntry("streamkey", "claim-7")
                .containsEntry("epoch", "7");
    }

    @Test
    void leavesTheNumbersOutWithTypesThoughTheyAreAskedFor() throws Exception {
        deliver(endpoint().types(Set.of("claim.paid")).numbered(true), "claim.paid");

        assertThat(sent()).doesNotContainKeys("generation", "seq");
    }

    @Test
    void leavesTheNumbersOutForAnEndpointThatDidNotGetAllOfThem() throws Exception {
        deliver(endpoint().numbered(false), "claim.paid");

        assertThat(sent()).doesNotContainKeys("generation", "seq");
    }

    @Test
    void sendsWhatStandsInForADiscardedEventWithItsNumber() throws Exception {
        deliver(endpoint(), EventOperations.DISCARDED);

        assertThat(sent()).containsEntry("type", "inlay.discarded").containsEntry("seq", "41");
    }

    @Test
    void leavesOutWhatStandsInForADiscardedEventWhereThereAreNoNumbersToFill() throws Exception {
        deliver(endpoint().types(Set.of("claim.paid")), EventOperations.DISCARDED);

        assertThat(receiver.received()).isEmpty();
    }

    @Test
    void sendsWhatStandsInForADiscardedEventToWhoAskedForIt() throws Exception {
        deliver(endpoint().types(Set.of("claim.paid", EventOperations.DISCARDED)), EventOperations.DISCARDED);

        assertThat(sent()).containsEntry("type", "inlay.discarded").doesNotContainKey("seq");
    }
}

package dev.inlay.provider.feign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.inlay.api.Inlay;
import dev.inlay.api.error.InlayException;
import dev.inlay.api.tenant.MessageBinding;
import dev.inlay.api.tenant.PropagationOptions;
import dev.inlay.api.tenant.ReceivedHeader;
import dev.inlay.api.tenant.TenantPropagation;
import dev.inlay.api.tenant.UntrustedTenantException;
import dev.inlay.api.tenant.VerifiedTenant;
import dev.inlay.core.InlaySdk;
import dev.inlay.core.SigningKeys;
import dev.inlay.spi.event.DeliveryOutcome;
import dev.inlay.spi.tenant.SigningKey;
import dev.inlay.testkit.contracts.Proves;
import dev.inlay.testkit.contracts.memory.InMemoryTenantDirectory;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Events that carry their tenant, and a seal that a receiver verifies by itself. */
@Proves("TEN-4")
final class SealedDeliveryTest {

    private Receiver erp;

    @BeforeEach
    void open() throws Exception {
        erp = new Receiver();
    }

    @AfterEach
    void close() {
        erp.close();
    }

    private static Inlay service(String name, dev.inlay.spi.Plugin... plugins) {
        var builder = InlaySdk.builder()
                .install(InMemoryTenantDirectory.of("inlay/medisoft/-/north-clinic"))
                .install(SigningKeys.of(SigningKey.hmacSha256("k1", new byte[32])))
                .propagation(PropagationOptions.builder(name).accept("orders").build());
        for (dev.inlay.spi.Plugin plugin : plugins) {
            builder.install(plugin);
        }
        Inlay inlay = builder.build();
        inlay.start().awaitReady(Duration.ofSeconds(60));
        return inlay;
    }

    @ParameterizedTest
    @EnumSource
    void sealsTheTypeTheIdAndTheBody(CloudEventsMode mode) throws Exception {
        FeignTransport plugin =
                FeignTransport.builder("erp", erp.address()).mode(mode).sealed().build();
        try (Inlay sender = service("orders", plugin);
                Inlay receiver = service("billing")) {

            assertThat(sender.state().isReady()).isTrue();

            DeliveryOutcome outcome = TestInstance.transportOf(plugin).deliver(TestEvents.simple());

            assertThat(outcome.kind()).isEqualTo(DeliveryOutcome.Kind.DELIVERED);
            Receiver.Received request = erp.only();
            ReceivedHeader seal = ReceivedHeader.of(request.headers().get(TenantPropagation.SEAL_HEADER));
            VerifiedTenant verified =
                    receiver.propagation().verify(seal, MessageBinding.of("claim.submitted", "e-1", request.body()));
            assertThat(verified.tenant()).hasToString("north-clinic");
            assertThatExceptionOfType(UntrustedTenantException.class)
                    .isThrownBy(() ->
                            receiver.propagation().verify(seal, MessageBinding.of("claim.paid", "e-1", request.body())))
                    .matches(e -> e.code().equals("tenant.seal.forged"));
        }
    }

    @Test
    void carriesTheTenantAndNoSealUnlessAskedTo() throws Exception {
        try (TestInstance instance = new TestInstance(FeignTransport.to("erp", erp.address()))) {
            instance.transport().deliver(TestEvents.simple());
        }

        assertThat(erp.only().header("ce-tenant")).isEqualTo("north-clinic");
        assertThat(erp.only().header(TenantPropagation.SEAL_HEADER)).isEmpty();
    }

    @Test
    void doesNotStartWithoutKeys() {
        FeignTransport plugin =
                FeignTransport.builder("erp", erp.address()).sealed().build();

        assertThatExceptionOfType(InlayException.class)
                .isThrownBy(() -> new TestInstance(plugin))
                .matches(e -> e.code().equals("transport.no-sealer") && !e.retryable());
    }
}

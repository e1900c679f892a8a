package dev.inlay.core.internal.tenant.propagation;

import static dev.inlay.core.internal.tenant.propagation.Service.NORTH;
import static dev.inlay.core.internal.tenant.propagation.Service.key;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.inlay.api.error.InvalidValueException;
import dev.inlay.api.tenant.MessageBinding;
import dev.inlay.api.tenant.NoTenantException;
import dev.inlay.api.tenant.Origin;
import dev.inlay.api.tenant.ReceivedHeader;
import dev.inlay.api.tenant.TenantId;
import dev.inlay.api.tenant.TenantPath;
import dev.inlay.api.tenant.TenantProfile;
import dev.inlay.api.tenant.TenantStatus;
import dev.inlay.api.tenant.UntrustedTenantException;
import dev.inlay.api.tenant.VerifiedTenant;
import dev.inlay.testkit.contracts.Proves;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;

@Proves("TEN-4")
final class SealTest {

    private final Service orders = Service.named("orders", key("k1"));
    private final Service billing = Service.named("billing", options -> options.accept("orders"), key("k1"));
    private final MessageBinding message = binding("claims", "m-1", "{\"claim\":17}");

    @Test
    void takesTheTenantToWhoeverReceivesTheMessageAsOftenAsItArrives() {
        String seal = seal(message);

        for (int delivery = 0; delivery < 2; delivery++) {
            VerifiedTenant verified = billing.propagation.verify(ReceivedHeader.of(seal), message);
            verified.run(() -> {
                assertThat(billing.tenants.current().id()).isEqualTo(NORTH);
                assertThat(billing.tenants.current().origin()).isEqualTo(Origin.MESSAGE);
            });
        }
        assertThat(seal).hasSizeLessThanOrEqualTo(512);
    }

    @Test
    void holdsForItsTopicItsIdAndItsBytesOnly() {
        String seal = seal(message);

        assertThat(verdict(seal, message)).isEqualTo("accepted as north-clinic");
        assertThat(verdict(seal, binding("refunds", "m-1", "{\"claim\":17}"))).isEqualTo("tenant.seal.forged");
        assertThat(verdict(seal, binding("claims", "m-2", "{\"claim\":17}"))).isEqualTo("tenant.seal.forged");
        assertThat(verdict(seal, binding("claims", "m-1", "{\"claim\":18}"))).isEqualTo("tenant.seal.forged");
        assertThat(verdict(seal, binding("claimsm", "-1", "{\"claim\":17}"))).isEqualTo("tenant.seal.forged");
    }

    @Test
    void refusesEverySingleBitThatIsFlipped() {
        byte[] seal = seal(message).getBytes(StandardCharsets.ISO_8859_1);

        for (int bit = 0; bit < seal.length * 8; bit++) {
            seal[bit / 8] ^= (byte) (1 << bit % 8);
            assertThat(verdict(new String(seal, StandardCharsets.ISO_8859_1), message))
                    .as("bit %d", bit)
                    .startsWith("tenant.seal.");
            seal[bit / 8] ^= (byte) (1 << bit % 8);
        }
    }

    @Test
    void livesForTwoWeeks() {
        String seal = seal(message);

        billing.clock.advance(Duration.ofDays(14).plusSeconds(4));
        assertThat(verdict(seal, message)).isEqualTo("accepted as north-clinic");
        billing.clock.advance(Duration.ofSeconds(1));
        assertThat(verdict(seal, message)).isEqualTo("tenant.seal.expired");
    }

    @Test
    @Proves("TEN-9")
    void bindsOnlyWhoMayWorkWhenTheMessageArrives() {
        String seal = seal(message);
        billing.directory.put(TenantProfile.builder(TenantPath.parse("inlay/medisoft/nordic/north-clinic"))
                .status(TenantStatus.CLOSED)
                .build());

        VerifiedTenant verified = billing.propagation.verify(ReceivedHeader.of(seal), message);

        assertThatExceptionOfType(NoTenantException.class)
                .isThrownBy(() -> verified.run(() -> {}))
                .matches(e -> e.code().equals("tenant.closed"));
    }

    @Test
    void followsATenantToAnotherResellerAndToNoOtherVendor() {
        String seal = seal(message);

        billing.directory.put(TenantProfile.builder(TenantPath.parse("inlay/medisoft/-/north-clinic"))
                .build());
        assertThat(verdict(seal, message)).isEqualTo("accepted as north-clinic");

        billing.directory.put(TenantProfile.builder(TenantPath.parse("inlay/other/-/north-clinic"))
                .build());
        assertThat(verdict(seal, message)).isEqualTo("tenant.seal.path");
    }

    @Test
    void isMadeForTheBoundTenantOrByAPluginForAKnownOne() {
        assertThatExceptionOfType(NoTenantException.class).isThrownBy(() -> orders.propagation.seal(message));
        assertThat(verdict(orders.propagation.seal(NORTH, message), message)).isEqualTo("accepted as north-clinic");
        assertThatExceptionOfType(NoTenantException.class)
                .isThrownBy(() -> orders.propagation.seal(TenantId.of("nobody"), message));
    }

    @Test
    void refusesABindingWithoutATopicOrAnId() {
        assertThatExceptionOfType(InvalidValueException.class).isThrownBy(() -> binding("", "m-1", ""));
        assertThatExceptionOfType(InvalidValueException.class).isThrownBy(() -> binding("claims", "", ""));
        assertThatExceptionOfType(InvalidValueException.class)
                .isThrownBy(() -> binding("claims", "\u00e9".repeat(513), ""));
    }

    private String seal(MessageBinding bound) {
        return orders.tenants.call(NORTH, () -> orders.propagation.seal(bound));
    }

    private String verdict(String seal, MessageBinding bound) {
        try {
            return "accepted as "
                    + billing.propagation.verify(ReceivedHeader.of(seal), bound).tenant();
        } catch (UntrustedTenantException e) {
            return e.code();
        }
    }

    private static MessageBinding binding(String topic, String id, String payload) {
        return MessageBinding.of(topic, id, payload.getBytes(StandardCharsets.UTF_8));
    }
}

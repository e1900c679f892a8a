package dev.inlay.core.internal.tenant.propagation;

import static dev.inlay.core.internal.tenant.propagation.Service.key;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.inlay.api.Inlay;
import dev.inlay.api.error.InlayException;
import dev.inlay.api.tenant.PropagationOptions;
import dev.inlay.api.tenant.ReceivedHeader;
import dev.inlay.api.tenant.UntrustedTenantException;
import dev.inlay.core.InlayBuilder;
import dev.inlay.core.InlaySdk;
import dev.inlay.core.SigningKeys;
import dev.inlay.spi.Contributions;
import dev.inlay.spi.Plugin;
import dev.inlay.spi.PluginDescriptor;
import dev.inlay.spi.SpiVersion;
import dev.inlay.spi.tenant.SecurityListener;
import dev.inlay.testkit.contracts.Proves;
import dev.inlay.testkit.contracts.memory.InMemoryTenantDirectory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How an instance comes by its propagation. */
@Proves("TEN-4")
final class PropagationTest {

    private static InlayBuilder builder() {
        return InlaySdk.builder().install(InMemoryTenantDirectory.of("inlay/medisoft/-/north-clinic"));
    }

    private static Inlay started(InlayBuilder builder) {
        return builder.build().start().awaitReady(Duration.ofSeconds(60));
    }

    @Test
    void needsKeysAndAName() {
        PropagationOptions options = PropagationOptions.builder("orders").build();

        assertCode("instance.no-keys", builder());
        assertCode("instance.no-keys", builder().propagation(options));
        assertCode("instance.no-issuer", builder().install(SigningKeys.of(key("k1"))));
    }

    private static void assertCode(String code, InlayBuilder builder) {
        try (Inlay inlay = started(builder)) {
            assertThatExceptionOfType(InlayException.class)
                    .isThrownBy(inlay::propagation)
                    .matches(e -> e.code().equals(code));
        }
    }

    @Test
    void tellsTheInstalledListenersOfRefusals() {
        List<String> told = new ArrayList<>();
        try (Inlay inlay = started(builder()
                .install(SigningKeys.of(key("k1")))
                .install(new Listening(event -> told.add(event.code())))
                .propagation(PropagationOptions.builder("orders").build()))) {

            assertThatExceptionOfType(UntrustedTenantException.class)
                    .isThrownBy(() -> inlay.propagation().verify(ReceivedHeader.of("garbage")))
                    .matches(e -> e.status() == 400)
                    .withMessageNotContaining("garbage");
            assertThat(inlay.propagation()).isSameAs(inlay.propagation());
        }
        assertThat(told).containsExactly("tenant.header.malformed");
    }

    private record Listening(SecurityListener listener) implements Plugin {

        @Override
        public PluginDescriptor descriptor() {
            return PluginDescriptor.of("siem", "1", SpiVersion.of(0, 1));
        }

        @Override
        public void contribute(Contributions contributions) {
            contributions.add(SecurityListener.class, listener);
        }
    }
}

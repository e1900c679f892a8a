package dev.inlay.provider.feign;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.standardwebhooks.Webhook;
import com.standardwebhooks.exceptions.WebhookVerificationException;
import dev.inlay.api.error.InvalidValueException;
import dev.inlay.provider.feign.egress.EgressPolicy;
import dev.inlay.spi.event.OutboundEvent;
import dev.inlay.testkit.contracts.Proves;
import java.net.http.HttpHeaders;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The official library verifies what was sent. */
@Proves("EVT-8")
final class WebhookSignatureTest {

    private static final WebhookSecret CURRENT = WebhookSecret.generate();
    private static final WebhookSecret PREVIOUS = WebhookSecret.generate();

    private Receiver receiver;

    @BeforeEach
    void open() throws Exception {
        receiver = new Receiver();
    }

    @AfterEach
    void close() {
        receiver.close();
    }

    private TestInstance instance(WebhookEndpoint endpoint, WebhookFormat format) throws Exception {
        TestInstance instance = new TestInstance(Webhooks.builder("webhook", tenant -> Optional.of(endpoint))
                .egress(EgressPolicy.builder()
                        .allow("127.0.0.1")
                        .port(receiver.port())
                        .build())
                .format(format)
                .build());
        instance.pass(Duration.between(TestInstance.NOW, Instant.now())); // the library asks the clock of the JVM
        return instance;
    }

    private static void verify(WebhookSecret secret, Receiver.Received request) throws Exception {
        verify(secret, request, new String(request.body(), UTF_8));
    }

    private static void verify(WebhookSecret secret, Receiver.Received request, String body) throws Exception {
        new Webhook(secret.reveal()).verify(body, HttpHeaders.of(request.headers(), (name, value) -> true));
    }

    @ParameterizedTest
    @EnumSource
    void isVerifiedByTheOfficialLibrary(WebhookFormat format) throws Exception {
        try (TestInstance instance = instance(WebhookEndpoint.of(receiver.address(), CURRENT), format)) {
            OutboundEvent event = TestEvents.event(
                            "e.1_\"x\"", TestEvents.json("{\"city\":\"K\u00f6ln \ud83d\ude00\"}"))
                    .build();
            instance.transport().deliver(event);
        }

        Receiver.Received request = receiver.only();
        verify(CURRENT, request);
        assertThat(request.header("webhook-id")).isEqualTo("e.1_\"x\"");
        assertThatExceptionOfType(WebhookVerificationException.class)
                .as("another secret")
                .isThrownBy(() -> verify(PREVIOUS, request));
        assertThatExceptionOfType(WebhookVerificationException.class)
                .as("another body")
                .isThrownBy(() -> verify(CURRENT, request, new String(request.body(), UTF_8) + " "));
    }

    @Test
    void isTheSameAsTheOneThatTheOfficialLibraryMakes() throws Exception {
        try (TestInstance instance =
                instance(WebhookEndpoint.of(receiver.address(), CURRENT), WebhookFormat.STANDARD)) {
            instance.transport().deliver(TestEvents.simple());
        }

        Receiver.Received request = receiver.only();
        String theirs = new Webhook(CURRENT.reveal())
                .sign(
                        request.header("webhook-id"),
                        Long.parseLong(request.header("webhook-timestamp")),
                        new String(request.body(), UTF_8));
        assertThat(request.header("webhook-signature")).isEqualTo(theirs);
    }

    @Test
    void carriesBothSignaturesWhileASecretIsRotated() throws Exception {
        WebhookEndpoint rotating = WebhookEndpoint.builder(receiver.address(), CURRENT)
                .previousSecret(PREVIOUS)
                .build();
        try (TestInstance instance = instance(rotating, WebhookFormat.STANDARD)) {
            instance.transport().deliver(TestEvents.simple());
        }

        Receiver.Received request = receiver.only();
        assertThat(request.header("webhook-signature")).matches("v1,[A-Za-z0-9+/]{43}= v1,[A-Za-z0-9+/]{43}=");
        assertThatCode(() -> verify(CURRENT, request)).doesNotThrowAnyException();
        assertThatCode(() -> verify(PREVIOUS, request)).doesNotThrowAnyException();
    }

    @Test
    void keepsTheIdAndRenewsTheTimestampOnEveryAttempt() throws Exception {
        receiver.answers(503);
        try (TestInstance instance =
                instance(WebhookEndpoint.of(receiver.address(), CURRENT), WebhookFormat.STANDARD)) {
            instance.transport().deliver(TestEvents.simple());
            instance.pass(Duration.ofSeconds(60));
            instance.transport().deliver(TestEvents.simple());
        }

        assertThat(receiver.received())
                .extracting(request -> request.header("webhook-id"))
                .containsExactly("e-1", "e-1");
        assertThat(Long.parseLong(receiver.received().get(1).header("webhook-timestamp"))
                        - Long.parseLong(receiver.received().get(0).header("webhook-timestamp")))
                .isEqualTo(60);
        for (Receiver.Received request : receiver.received()) {
            verify(CURRENT, request);
        }
    }

    @Test
    void readsTheSecretThatItReveals() {
        byte[] longest = new byte[64];

        assertThat(WebhookSecret.of(CURRENT.reveal()).reveal()).isEqualTo(CURRENT.reveal());
        assertThat(CURRENT.reveal()).isNotEqualTo(PREVIOUS.reveal());
        WebhookSecret.of("whsec_" + Base64.getEncoder().encodeToString(longest));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "whsec_",
                "s3cret",
                "whsec_s3cret",
                "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSwMfKQ9r8GKYqrTwjU",
                "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLa!!"
            })
    void refusesWhatIsNoSecretAndDoesNotRepeatIt(String text) {
        assertThatExceptionOfType(InvalidValueException.class)
                .isThrownBy(() -> WebhookSecret.of(text))
                .satisfies(e -> assertThat(e.field()).isEqualTo("webhook.secret"))
                .withMessageNotContaining("s3cret");
    }
}

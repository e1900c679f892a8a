package dev.inlay.provider.feign;

import static org.assertj.core.api.Assertions.assertThat;

import dev.inlay.spi.event.DeliveryOutcome;
import dev.inlay.spi.event.DeliveryOutcome.Kind;
import dev.inlay.testkit.contracts.Proves;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the transport makes of what a real server answers. */
@Proves("EVT-4")
final class AnswerTest {

    private Receiver erp;
    private TestInstance instance;

    @BeforeEach
    void open() throws Exception {
        erp = new Receiver();
        instance = new TestInstance(FeignTransport.to("erp", erp.address()));
    }

    @AfterEach
    void close() {
        instance.close();
        erp.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 201, 202, 204, 299})
    void takesEverySuccessForDelivered(int status) throws Exception {
        erp.answers(status);

        assertThat(deliver().kind()).isEqualTo(Kind.DELIVERED);
    }

    @ParameterizedTest
    @ValueSource(ints = {408, 409, 425, 429, 500, 501, 502, 503, 504, 599})
    void triesAgainWhatMayWorkLater(int status) throws Exception {
        erp.answers(status);

        DeliveryOutcome outcome = deliver();

        assertThat(outcome.kind()).isEqualTo(Kind.RETRY);
        assertThat(outcome.reason()).startsWith("HTTP " + status);
        assertThat(outcome.retryAfter()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 405, 406, 411, 412, 413, 414, 415, 418, 422, 451})
    void takesOtherClientErrorsForRefused(int status) throws Exception {
        erp.answers(status);

        assertThat(deliver().kind()).isEqualTo(Kind.REFUSED);
    }

    @ParameterizedTest
    @ValueSource(ints = {401, 403, 404, 407, 410})
    void pausesTheTargetThatTakesNothing(int status) throws Exception {
        erp.answers(status);

        assertThat(deliver().kind()).isEqualTo(Kind.TARGET_UNUSABLE);
    }

    @ParameterizedTest
    @ValueSource(ints = {300, 301, 302, 303, 304, 307, 308})
    void neverFollowsARedirect(int status) throws Exception {
        erp.answers(status, "Location", "/elsewhere");

        DeliveryOutcome outcome = deliver();

        assertThat(outcome.kind()).isEqualTo(Kind.TARGET_UNUSABLE);
        assertThat(erp.received()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {408, 409, 425, 429, 500, 503})
    void waitsTheSecondsThatTheReceiverAsksFor(int status) throws Exception {
        erp.answers(status, "Retry-After", "120");

        assertThat(deliver().retryAfter()).contains(Duration.ofMinutes(2));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Fri, 20 Nov 2026 10:00:30 GMT",
                "Friday, 20-Nov-26 10:00:30 GMT",
                "Fri Nov 20 10:00:30 2026",
            })
    void waitsUntilTheDateThatTheReceiverNames(String date) throws Exception {
        erp.answers(503, "Retry-After", date);

        assertThat(deliver().retryAfter()).contains(Duration.ofSeconds(30));
    }

    @ParameterizedTest
    @ValueSource(strings = {"Fri, 20 Nov 2026 09:59:59 GMT", "-5", "1.5", "soon", "99999999999999999999"})
    void decidesForItselfWhenTheReceiverNamesNoTimeToCome(String value) throws Exception {
        erp.answers(503, "Retry-After", value);

        DeliveryOutcome outcome = deliver();

        assertThat(outcome.kind()).isEqualTo(Kind.RETRY);
        assertThat(outcome.retryAfter()).isEmpty();
    }

    @Test
    void waitsADayAtMost() throws Exception {
        erp.answers(503, "Retry-After", "999999999");

        assertThat(deliver().retryAfter()).contains(Duration.ofDays(1));
    }

    @Test
    void repeatsNothingOfWhatTheReceiverSays() throws Exception {
        erp.behaves(exchange -> {
            exchange.getResponseHeaders().add("Reason-Phrase", "patient-4711");
            byte[] body = "{\"patient\":\"4711\"}".getBytes(java.nio.charset.StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(422, body.length);
            exchange.getResponseBody().write(body);
        });

        DeliveryOutcome outcome = deliver();

        assertThat(outcome).hasToString("REFUSED (HTTP 422 Unprocessable Content)");
    }

    private DeliveryOutcome deliver() throws Exception {
        return instance.transport().deliver(TestEvents.simple());
    }
}

package dev.inlay.provider.feign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.inlay.spi.event.DeliveryOutcome;
import dev.inlay.spi.event.DeliveryOutcome.Kind;
import dev.inlay.spi.event.EventTransport;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What the transport makes of silence, and of answers that never end. */
@Timeout(60)
final class NoAnswerTest {

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

    @Test
    void triesAgainWhenTheAnswerIsLost() throws Exception {
        erp.losesItsAnswer();

        DeliveryOutcome outcome = deliver();

        assertThat(outcome).hasToString("RETRY (no answer (IOException))");
        assertThat(erp.received()).as("one attempt is one request").hasSize(1);
    }

    @Test
    void triesAgainWhenTheAnswerComesTooLate() throws Exception {
        erp.neverAnswers();
        try (TestInstance hasty = new TestInstance(FeignTransport.builder("erp", erp.address())
                .requestTimeout(Duration.ofSeconds(5))
                .build())) {

            DeliveryOutcome outcome = hasty.transport().deliver(TestEvents.simple());

            assertThat(outcome).hasToString("RETRY (no answer within 5000 ms)");
        }
    }

    @Test
    void triesAgainWhenNobodyListens() throws Exception {
        try (TestInstance other = new TestInstance(FeignTransport.to("erp", URI.create("http://127.0.0.1:1/")))) {

            DeliveryOutcome outcome = other.transport().deliver(TestEvents.simple());

            assertThat(outcome).hasToString("RETRY (no connection)");
        }
    }

    @Test
    void neverNamesTheAddressInAReason() throws Exception {
        try (TestInstance other =
                new TestInstance(FeignTransport.to("erp", URI.create("http://nobody.invalid/secret?token=4711")))) {

            DeliveryOutcome outcome = other.transport().deliver(TestEvents.simple());

            assertThat(outcome.kind()).isEqualTo(Kind.RETRY);
            assertThat(outcome.reason()).doesNotContain("nobody", "secret", "4711");
        }
    }

    @Test
    void readsNoMoreThanItsShareOfAHugeBody() throws Exception {
        CompletableFuture<Boolean> wroteAll = new CompletableFuture<>();
        erp.behaves(exchange -> {
            exchange.sendResponseHeaders(200, 0);
            try {
                for (int i = 0; i < 1024; i++) {
                    exchange.getResponseBody().write(new byte[64 * 1024]);
                }
                wroteAll.complete(true);
            } catch (IOException e) {
                wroteAll.complete(false);
            }
        });

        DeliveryOutcome outcome = deliver();

        assertThat(outcome.kind()).isEqualTo(Kind.DELIVERED);
        assertThat(wroteAll.get()).isFalse();
    }

    @Test
    void waitsForNoBodyThatNeverEnds() throws Exception {
        erp.dribbles(200);

        assertThat(deliver().kind()).as("the status has decided").isEqualTo(Kind.DELIVERED);
    }

    @Test
    void usesTheConnectionAgainAfterAnOrdinaryAnswer() throws Exception {
        erp.answers(200, "{\"accepted\":true}".getBytes(StandardCharsets.UTF_8));

        for (int i = 0; i < 30; i++) {
            deliver();
        }

        assertThat(erp.received())
                .hasSize(30)
                .extracting(Receiver.Received::from)
                .containsOnly(erp.received().get(0).from());
    }

    @Test
    void letsAnInterruptPass() {
        erp.neverAnswers();
        EventTransport transport = instance.transport();
        Thread.currentThread().interrupt();

        assertThatThrownBy(() -> transport.deliver(TestEvents.simple())).isInstanceOf(InterruptedException.class);
        assertThat(Thread.interrupted()).as("the exception carries it on").isFalse();
    }

    private DeliveryOutcome deliver() throws Exception {
        return instance.transport().deliver(TestEvents.simple());
    }
}

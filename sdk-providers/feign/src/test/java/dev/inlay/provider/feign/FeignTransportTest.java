package dev.inlay.provider.feign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.inlay.api.error.InvalidValueException;
import dev.inlay.spi.event.DeliveryOutcome;
import dev.inlay.spi.event.DeliveryOutcome.Kind;
import dev.inlay.spi.event.EventTransport;
import dev.inlay.spi.event.OutboundEvent;
import dev.inlay.spi.event.Payload;
import dev.inlay.testkit.contracts.Proves;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The plug-in's life, its settings, and the host's own headers. */
final class FeignTransportTest {

    private Receiver erp;

    @BeforeEach
    void open() throws Exception {
        erp = new Receiver();
    }

    @AfterEach
    void close() {
        erp.close();
    }

    @Test
    void isNamedAfterItsTarget() {
        FeignTransport plugin = FeignTransport.to("billing-erp", erp.address());

        assertThat(plugin.descriptor().id()).isEqualTo("inlay.feign.billing-erp");
        assertThat(TestInstance.transportOf(plugin).target()).isEqualTo("billing-erp");
    }

    @Test
    void triesNothingBeforeItStartsAndAfterItIsClosed() throws Exception {
        FeignTransport plugin = FeignTransport.to("erp", erp.address());
        EventTransport transport = TestInstance.transportOf(plugin);

        DeliveryOutcome before = transport.deliver(TestEvents.simple());
        new TestInstance(plugin).close();
        DeliveryOutcome after = transport.deliver(TestEvents.simple());

        assertThat(before.kind()).isEqualTo(Kind.NOT_ATTEMPTED);
        assertThat(after.kind()).isEqualTo(Kind.NOT_ATTEMPTED);
        assertThat(erp.received()).isEmpty();
    }

    @Test
    void closesTwiceAndWithoutHavingStarted() {
        FeignTransport plugin = FeignTransport.to("erp", erp.address());

        plugin.close();
        plugin.close();
    }

    @Test
    @Proves("EMB-2")
    void endsItsThreads() throws Exception {
        TestInstance instance = new TestInstance(FeignTransport.to("erp", erp.address()));
        instance.transport().deliver(TestEvents.simple());

        instance.close();

        assertThat(instance.threads()).isNotEmpty();
        for (Thread thread : instance.threads()) {
            thread.join(TimeUnit.SECONDS.toMillis(10));
            assertThat(thread.isAlive()).as(thread.getName()).isFalse();
        }
    }

    @Test
    void asksForTheHostsHeadersBeforeEveryAttempt() throws Exception {
        AtomicInteger token = new AtomicInteger();
        try (TestInstance instance = new TestInstance(FeignTransport.builder("erp", erp.address())
                .headers(() -> Map.of("Authorization", "Bearer {" + token.incrementAndGet() + "}"))
                .build())) {

            instance.transport().deliver(TestEvents.simple());
            instance.transport().deliver(TestEvents.simple());
        }

        assertThat(erp.received())
                .extracting(request -> request.header("Authorization"))
                .containsExactly("Bearer {1}", "Bearer {2}");
    }

    @ParameterizedTest
    @MethodSource("unsendable")
    void pausesTheTargetForHeadersThatCannotBeSentAndKeepsTheirSecret(String name, String value) throws Exception {
        DeliveryOutcome outcome = deliverWith(name, value);

        assertThat(outcome.kind()).isEqualTo(Kind.TARGET_UNUSABLE);
        assertThat(outcome.reason()).doesNotContain("s3cret");
        assertThat(erp.received()).isEmpty();
    }

    static Stream<Arguments> unsendable() {
        return Stream.of(
                Arguments.of("Authorization", "Basic s3cret\r\nX: y"),
                Arguments.of("Auth orization", "s3cret"),
                Arguments.of("CE-Id", "s3cret"),
                Arguments.of("Content-type", "s3cret"));
    }

    private DeliveryOutcome deliverWith(String name, String value) throws Exception {
        try (TestInstance instance = new TestInstance(FeignTransport.builder("erp", erp.address())
                .headers(() -> Map.of(name, value))
                .build())) {
            return instance.transport().deliver(TestEvents.simple());
        }
    }

    @Test
    void triesAgainWhenTheSupplierOfHeadersFailsAndKeepsItsSecret() throws Exception {
        try (TestInstance instance = new TestInstance(FeignTransport.builder("erp", erp.address())
                .headers(() -> {
                    throw new IllegalStateException("token s3cret has ended");
                })
                .build())) {

            DeliveryOutcome outcome = instance.transport().deliver(TestEvents.simple());

            assertThat(outcome).hasToString("RETRY (the supplier of headers failed (IllegalStateException))");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "e 1", "e\n1", "\u00e9"})
    void refusesAnEventWhoseIdNoHeaderCarries(String id) throws Exception {
        assertThat(deliver(TestEvents.event(id, TestEvents.json("{}")).build()).kind())
                .isEqualTo(Kind.REFUSED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "text/plain\r\nX: y", " text/plain"})
    void refusesAnEventWhoseMediaTypeNoHeaderCarries(String type) throws Exception {
        assertThat(deliver(TestEvents.event("e-1", Payload.of(type, new byte[1]))
                                .build())
                        .kind())
                .isEqualTo(Kind.REFUSED);
    }

    private DeliveryOutcome deliver(OutboundEvent event) throws Exception {
        try (TestInstance instance = new TestInstance(FeignTransport.to("erp", erp.address()))) {
            return instance.transport().deliver(event);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "ERP",
                "erp_1",
                "-erp",
                "e--rp",
                "a23456789-a23456789-a23456789-a23456789-a23456789-a23456789-x"
            })
    void refusesANameThatIsNoTarget(String target) {
        assertThatExceptionOfType(InvalidValueException.class)
                .isThrownBy(() -> FeignTransport.to(target, erp.address()))
                .satisfies(e -> assertThat(e.field()).isEqualTo("transport.target"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/events",
                "ftp://erp/events",
                "http:events",
                "http:///events",
                "http://me:pw@erp/",
                "http://erp/#x"
            })
    void refusesAnAddressThatIsNone(String address) {
        assertThatExceptionOfType(InvalidValueException.class)
                .isThrownBy(() -> FeignTransport.to("erp", URI.create(address)))
                .satisfies(e -> assertThat(e.field()).isEqualTo("transport.address"))
                .withMessageNotContaining("pw");
    }

    @Test
    void refusesTimeOutsOutOfRange() {
        FeignTransport.Builder builder = FeignTransport.builder("erp", erp.address());

        assertThatExceptionOfType(InvalidValueException.class).isThrownBy(() -> builder.connectTimeout(Duration.ZERO));
        assertThatExceptionOfType(InvalidValueException.class)
                .isThrownBy(() -> builder.requestTimeout(Duration.ofHours(1)));
    }
}

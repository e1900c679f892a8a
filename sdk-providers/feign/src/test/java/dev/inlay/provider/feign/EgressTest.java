package dev.inlay.provider.feign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.inlay.api.error.InvalidValueException;
import dev.inlay.provider.feign.egress.EgressPolicy;
import dev.inlay.provider.feign.internal.HostLookup;
import dev.inlay.spi.event.DeliveryOutcome;
import dev.inlay.spi.event.DeliveryOutcome.Kind;
import dev.inlay.testkit.contracts.Proves;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.URI;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Which address is really connected to. 127.0.0.2 plays the internet, 127.0.0.1 the inside of the operator's network;
 * both listen on the same port.
 */
@Proves("EVT-8")
@Timeout(60)
final class EgressTest {

    private Receiver outside;
    private Receiver inside;
    private EgressPolicy policy;

    @BeforeEach
    void open() throws Exception {
        openOnOnePort();
        policy = EgressPolicy.builder()
                .allow("127.0.0.2")
                .allow("127.0.0.3")
                .port(outside.port())
                .build();
    }

    /** The second address may have given the port to somebody else; then another port is taken. */
    private void openOnOnePort() throws IOException {
        for (int attempt = 1; ; attempt++) {
            outside = new Receiver("127.0.0.2", 0);
            try {
                inside = new Receiver("127.0.0.1", outside.port());
                return;
            } catch (BindException e) {
                outside.close();
                if (attempt == 10) {
                    throw e;
                }
            }
        }
    }

    @AfterEach
    void close() {
        outside.close();
        inside.close();
    }

    private Webhooks.Builder webhooks(String host) {
        URI url = URI.create("http://" + host + ":" + outside.port() + "/hook");
        WebhookEndpoint endpoint = WebhookEndpoint.of(url, WebhookSecret.generate());
        return Webhooks.builder("webhook", tenant -> Optional.of(endpoint)).egress(policy);
    }

    private static DeliveryOutcome deliver(Webhooks.Builder webhooks) throws Exception {
        try (TestInstance instance = new TestInstance(webhooks.build())) {
            return instance.transport().deliver(TestEvents.simple());
        }
    }

    private static HostLookup answering(String... answers) {
        Deque<String> left = new ArrayDeque<>(List.of(answers));
        return host -> {
            String next = left.size() > 1 ? left.removeFirst() : left.getFirst();
            return Arrays.stream(next.split(",")).map(EgressTest::address).toArray(InetAddress[]::new);
        };
    }

    private static InetAddress address(String text) {
        try {
            return InetAddress.getByName(text);
        } catch (java.net.UnknownHostException e) {
            throw new IllegalArgumentException(e);
        }
    }

    @Test
    void connectsToTheAddressThatItCheckedUnderTheNameOfTheHost() throws Exception {
        DeliveryOutcome outcome = deliver(webhooks("hooks.example.org").lookup(answering("127.0.0.2")));

        assertThat(outcome.kind()).isEqualTo(Kind.DELIVERED);
        assertThat(outside.only().header("Host")).isEqualTo("hooks.example.org:" + outside.port());
    }

    @Test
    void gainsNothingByAnAnswerThatChangesBetweenCheckAndConnection() throws Exception {
        AtomicInteger asked = new AtomicInteger();
        HostLookup changing = answering("127.0.0.2", "127.0.0.1");
        HostLookup counted = host -> {
            asked.incrementAndGet();
            return changing.addressesOf(host);
        };

        DeliveryOutcome outcome = deliver(webhooks("rebind.example.org").lookup(counted));

        assertThat(outcome.kind()).isEqualTo(Kind.DELIVERED);
        assertThat(asked).as("look-ups for one connection").hasValue(1);
        assertThat(outside.received()).hasSize(1);
        assertThat(inside.received()).isEmpty();
    }

    @Test
    void checksAgainWhenItConnectsAgain() throws Exception {
        outside.losesItsAnswer();
        Webhooks.Builder webhooks = webhooks("rebind.example.org").lookup(answering("127.0.0.2", "127.0.0.1"));
        try (TestInstance instance = new TestInstance(webhooks.build())) {
            instance.transport().deliver(TestEvents.simple());

            DeliveryOutcome second = instance.transport().deliver(TestEvents.simple());

            assertThat(second)
                    .as("neither the name nor the address is told")
                    .hasToString("REFUSED (the host has an address that egress does not allow)");
            assertThat(inside.received()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"127.0.0.1", "127.0.0.2,127.0.0.1", "127.0.0.1,127.0.0.2", "127.0.0.2,::1", "127.0.0.2,10.0.0.1"
            })
    void refusesANameOfWhichOneAddressIsNotPermitted(String addresses) throws Exception {
        DeliveryOutcome outcome = deliver(webhooks("mixed.example.org").lookup(answering(addresses)));

        assertThat(outcome.kind()).isEqualTo(Kind.REFUSED);
        assertThat(outside.received()).isEmpty();
        assertThat(inside.received()).isEmpty();
    }

    @Test
    void goesOnToTheNextPermittedAddressWhenNobodyIsAtTheFirst() throws Exception {
        DeliveryOutcome outcome = deliver(webhooks("two.example.org").lookup(answering("127.0.0.3,127.0.0.2")));

        assertThat(outcome.kind()).isEqualTo(Kind.DELIVERED);
        assertThat(outside.received()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"127.0.0.1", "localhost", "0x7f.1", "2130706433", "[::ffff:127.0.0.1]", "[::1]", "localhost."})
    void reachesNothingInsideByAnyNotation(String host) throws Exception {
        DeliveryOutcome outcome = deliver(webhooks(host));

        assertThat(outcome.kind()).isEqualTo(Kind.REFUSED);
        assertThat(outcome.reason()).doesNotContain("127", "::1", "localhost");
        assertThat(inside.received()).isEmpty();
    }

    @Test
    void reachesNothingInsideByARedirect() throws Exception {
        outside.answers(307, "Location", "http://127.0.0.1:" + inside.port() + "/secrets");

        DeliveryOutcome outcome = deliver(webhooks("127.0.0.2"));

        assertThat(outcome).hasToString("RETRY (HTTP 307, and redirects are not followed)");
        assertThat(outside.received()).hasSize(1);
        assertThat(inside.received()).isEmpty();
    }

    @Test
    void triesAgainWhenTheHostIsNotKnown() throws Exception {
        DeliveryOutcome outcome = deliver(webhooks("nobody.example.org").lookup(host -> {
            throw new java.net.UnknownHostException(host);
        }));

        assertThat(outcome).hasToString("RETRY (no answer (UnknownHostException))");
    }

    @Test
    void refusesAProxyThatThePolicyDoesNotAllow() {
        assertThatExceptionOfType(InvalidValueException.class)
                .isThrownBy(() -> webhooks("127.0.0.2").proxy("127.0.0.1", 3128).build())
                .satisfies(e -> assertThat(e.field()).isEqualTo("transport.egress"));
    }

    @Test
    void holdsForATransportToOneAddressToo() throws Exception {
        URI name = URI.create("http://localhost:" + inside.port() + "/events");
        try (TestInstance instance = new TestInstance(
                FeignTransport.builder("erp", name).egress(policy).build())) {

            DeliveryOutcome outcome = instance.transport().deliver(TestEvents.simple());

            assertThat(outcome.kind()).isEqualTo(Kind.TARGET_UNUSABLE);
            assertThat(inside.received()).isEmpty();
        }
        assertThatExceptionOfType(InvalidValueException.class)
                .isThrownBy(() -> FeignTransport.builder("erp", inside.address())
                        .egress(policy)
                        .build())
                .satisfies(e -> assertThat(e.field()).isEqualTo("transport.address"));
    }
}

package dev.inlay.provider.feign;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.inlay.api.error.InvalidValueException;
import dev.inlay.api.tenant.TenantId;
import dev.inlay.provider.feign.egress.EgressPolicy;
import dev.inlay.spi.event.DeliveryOutcome;
import dev.inlay.spi.event.DeliveryOutcome.Kind;
import dev.inlay.spi.event.OutboundEvent;
import dev.inlay.spi.event.Payload;
import dev.inlay.testkit.contracts.Proves;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which endpoint an event goes to, and what becomes of it there. */
@Proves("EVT-8")
final class WebhooksTest {

    private static final WebhookSecret SECRET = WebhookSecret.generate();

    private final Map<TenantId, WebhookEndpoint> endpoints = new ConcurrentHashMap<>();
    private final AtomicInteger lookUps = new AtomicInteger();
    private volatile boolean down;
    private Receiver north;
    private Receiver south;
    private TestInstance instance;

    @BeforeEach
    void open() throws Exception {
        north = new Receiver();
        south = new Receiver();
        endpoints.put(TenantId.of("north-clinic"), WebhookEndpoint.of(north.address(), SECRET));
        endpoints.put(TenantId.of("south-clinic"), WebhookEndpoint.of(south.address(), SECRET));
        instance = new TestInstance(webhooks().build());
    }

    @AfterEach
    void close() {
        instance.close();
        north.close();
        south.close();
    }

    private Webhooks.Builder webhooks() {
        return Webhooks.builder("webhook", this::find)
                .egress(EgressPolicy.builder()
                        .allow("127.0.0.1")
                        .port(north.port())
                        .port(south.port())
                        .build());
    }

    private Optional<WebhookEndpoint> find(TenantId tenant) {
        lookUps.incrementAndGet();
        if (down) {
            throw new IllegalStateException("s3cret");
        }
        return Optional.ofNullable(endpoints.get(tenant));
    }

    private DeliveryOutcome deliver(String tenant) throws Exception {
        return deliver(tenant, "claim.submitted", TestEvents.json("{}"));
    }

    private DeliveryOutcome deliver(String tenant, String type, Payload payload) throws Exception {
        return instance.transport()
                .deliver(OutboundEvent.builder(TenantId.of(tenant), "webhook", "e-1", type, TestEvents.AT, payload)
                        .build());
    }

    @Test
    void sendsEachTenantsEventsToItsOwnEndpoint() throws Exception {
        assertThat(deliver("north-clinic").kind()).isEqualTo(Kind.DELIVERED);
        assertThat(north.received()).hasSize(1);
        assertThat(south.received()).isEmpty();

        assertThat(deliver("south-clinic").kind()).isEqualTo(Kind.DELIVERED);
        assertThat(north.received()).hasSize(1);
        assertThat(south.received()).hasSize(1);
    }

    @Test
    void writesTheBodyThatTheStandardRecommends() throws Exception {
        deliver("north-clinic", "claim.\"submitted\"", TestEvents.json("{ \"amount\" : 1.0 }"));

        Receiver.Received request = north.only();
        assertThat(request.method()).isEqualTo("POST");
        assertThat(request.path()).isEqualTo("/events?source=inlay");
        assertThat(request.header("Content-Type")).isEqualTo("application/json");
        assertThat(request.body())
                .asString(UTF_8)
                .isEqualTo("{\"type\":\"claim.\\\"submitted\\\"\",\"timestamp\":\"2026-11-20T09:59:58.123456Z\","
                        + "\"data\":{ \"amount\" : 1.0 }}");
    }

    @Test
    void writesNullWhereThereIsNoPayload() throws Exception {
        deliver("north-clinic", "claim.submitted", TestEvents.json(""));

        assertThat(north.only().body()).asString(UTF_8).endsWith(",\"data\":null}");
    }

    @Test
    void refusesAPayloadThatIsNotJsonUnlessTheFormatTakesIt() throws Exception {
        Payload text = Payload.of("text/plain", "hello".getBytes(UTF_8));

        assertThat(deliver("north-clinic", "note", text).kind()).isEqualTo(Kind.REFUSED);
        try (TestInstance other =
                new TestInstance(webhooks().format(WebhookFormat.CLOUD_EVENTS).build())) {
            OutboundEvent event = TestEvents.event("e-1", text).build();
            assertThat(other.transport().deliver(event).kind()).isEqualTo(Kind.DELIVERED);
        }

        assertThat(north.only().header("Content-Type")).isEqualTo("application/cloudevents+json");
        assertThat(north.only().body()).asString(UTF_8).contains("\"id\":\"e-1\"", "\"data_base64\":\"aGVsbG8=\"");
    }

    @Test
    void parksTheEventsOfATenantWithoutAnEndpoint() throws Exception {
        assertThat(deliver("east-clinic")).hasToString("REFUSED (the tenant has no webhook endpoint)");
    }

    @Test
    void sendsTheVeryNextEventOnceATenantHasAnEndpoint() throws Exception {
        deliver("east-clinic");
        endpoints.put(TenantId.of("east-clinic"), WebhookEndpoint.of(north.address(), SECRET));

        assertThat(deliver("east-clinic").kind()).isEqualTo(Kind.DELIVERED);
        assertThat(north.received()).hasSize(1);
    }

    @Test
    void countsTheEventsOfATenantThatAskedForNoneAsDelivered() throws Exception {
        endpoints.put(TenantId.of("north-clinic"), WebhookEndpoint.none());

        assertThat(deliver("north-clinic")).hasToString("DELIVERED");
        assertThat(north.received()).isEmpty();
    }

    @Test
    void sendsTheVeryNextEventOfATenantThatAskedForNoneBefore() throws Exception {
        endpoints.put(TenantId.of("north-clinic"), WebhookEndpoint.none());
        deliver("north-clinic");
        endpoints.put(TenantId.of("north-clinic"), WebhookEndpoint.of(north.address(), SECRET));

        deliver("north-clinic");

        assertThat(north.received()).hasSize(1);
    }

    @Test
    void neverTakesForGrantedThatATenantHasNoEndpointWhileTheLookUpFails() throws Exception {
        deliver("east-clinic");
        endpoints.put(TenantId.of("south-clinic"), WebhookEndpoint.none());
        deliver("south-clinic");
        down = true;

        assertThat(deliver("east-clinic").kind()).isEqualTo(Kind.RETRY);
        assertThat(deliver("south-clinic").kind()).isEqualTo(Kind.RETRY);
    }

    @Test
    void forgetsTheEndpointOfATenantThatHasNoneAnyMore() throws Exception {
        deliver("north-clinic");
        endpoints.put(TenantId.of("north-clinic"), WebhookEndpoint.none());
        instance.pass(Duration.ofSeconds(30));
        deliver("north-clinic");
        down = true;

        assertThat(deliver("north-clinic").kind()).isEqualTo(Kind.RETRY);
        assertThat(north.received()).hasSize(1);
    }

    @Test
    void letsTheEventsOfADisabledEndpointWaitUntilTheNextLook() throws Exception {
        endpoints.put(TenantId.of("north-clinic"), disabled());

        DeliveryOutcome outcome = deliver("north-clinic");

        assertThat(outcome).hasToString("NOT_ATTEMPTED (the tenant's webhook endpoint is disabled)");
        assertThat(outcome.retryAfter()).contains(Duration.ofSeconds(30));
        assertThat(north.received()).isEmpty();
    }

    @Test
    void sendsTheEventsOfAnEndpointThatIsEnabledAgain() throws Exception {
        endpoints.put(TenantId.of("north-clinic"), disabled());
        deliver("north-clinic");
        endpoints.put(TenantId.of("north-clinic"), WebhookEndpoint.of(north.address(), SECRET));

        assertThat(deliver("north-clinic").kind()).isEqualTo(Kind.DELIVERED);
        assertThat(north.received()).hasSize(1);
    }

    @Test
    void waitsASecondForADisabledEndpointWhereNothingIsRemembered() throws Exception {
        endpoints.put(TenantId.of("north-clinic"), disabled());
        try (TestInstance forgetful =
                new TestInstance(webhooks().lookAgainAfter(Duration.ZERO).build())) {

            DeliveryOutcome outcome = forgetful.transport().deliver(TestEvents.simple());

            assertThat(outcome.retryAfter()).contains(Duration.ofSeconds(1));
        }
    }

    private WebhookEndpoint disabled() {
        return WebhookEndpoint.builder(north.address(), SECRET).enabled(false).build();
    }

    @Test
    void leavesOutTheTypesThatATenantDoesNotWant() throws Exception {
        endpoints.put(
                TenantId.of("north-clinic"),
                WebhookEndpoint.builder(north.address(), SECRET)
                        .types(Set.of("claim.paid"))
                        .build());

        assertThat(deliver("north-clinic").kind()).isEqualTo(Kind.DELIVERED);
        assertThat(north.received()).isEmpty();
        deliver("north-clinic", "claim.paid", TestEvents.json("{}"));
        assertThat(north.received()).hasSize(1);
    }

    @Test
    void holdsTheTenantWhoseEndpointIsGone() throws Exception {
        north.answers(410);

        assertThat(deliver("north-clinic")).hasToString("DISABLED (HTTP 410 Gone)");
    }

    @ParameterizedTest
    @ValueSource(ints = {300, 301, 302, 303, 304, 307, 308, 401, 403, 404, 407, 408, 409, 425, 429, 500, 502, 503, 504})
    void neverPausesTheTargetForOneTenantsEndpoint(int status) throws Exception {
        north.answers(status, "Retry-After", "120");

        DeliveryOutcome outcome = deliver("north-clinic");

        assertThat(outcome.kind()).isEqualTo(Kind.RETRY);
        assertThat(outcome.reason()).startsWith("HTTP " + status);
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 405, 413, 415, 422, 451})
    void parksWhatTheEndpointWillNeverTake(int status) throws Exception {
        north.answers(status);

        assertThat(deliver("north-clinic").kind()).isEqualTo(Kind.REFUSED);
    }

    @Test
    void waitsAsLongAsTheEndpointAsks() throws Exception {
        north.answers(429, "Retry-After", "120");

        assertThat(deliver("north-clinic").retryAfter()).contains(Duration.ofMinutes(2));
    }

    @Test
    void looksAnEndpointUpOnceInAWhile() throws Exception {
        deliver("north-clinic");
        deliver("north-clinic");
        assertThat(lookUps).hasValue(1);

        instance.pass(Duration.ofSeconds(30));
        deliver("north-clinic");

        assertThat(lookUps).hasValue(2);
    }

    @Test
    void looksAnEndpointUpAnewAfterAnAttemptThatDidNotWork() throws Exception {
        north.answers(404);
        deliver("north-clinic");
        endpoints.put(TenantId.of("north-clinic"), WebhookEndpoint.of(south.address(), SECRET));

        DeliveryOutcome outcome = deliver("north-clinic");

        assertThat(outcome.kind()).isEqualTo(Kind.DELIVERED);
        assertThat(south.received()).hasSize(1);
    }

    @Test
    void goesOnWithWhatItKnowsForTenMinutesWhileTheLookUpFails() throws Exception {
        deliver("north-clinic");
        down = true;

        instance.pass(Duration.ofMinutes(9));
        assertThat(deliver("north-clinic").kind()).isEqualTo(Kind.DELIVERED);
        instance.pass(Duration.ofMinutes(1));

        assertThat(deliver("north-clinic"))
                .hasToString("RETRY (the tenant's webhook endpoint cannot be looked up (IllegalStateException))");
    }

    @Test
    void parksWhatGoesToAnAddressThatIsNotPublic() throws Exception {
        try (TestInstance strict = new TestInstance(Webhooks.to("webhook", this::find))) {

            DeliveryOutcome outcome = strict.transport().deliver(TestEvents.simple());

            assertThat(outcome.kind()).isEqualTo(Kind.REFUSED);
            assertThat(outcome.reason()).doesNotContain("127.0.0.1");
            assertThat(north.received()).isEmpty();
        }
    }

    @Test
    void triesNothingBeforeItStartsAndAfterItIsClosed() throws Exception {
        Webhooks plugin = webhooks().build();

        assertThat(TestInstance.transportOf(plugin).deliver(TestEvents.simple()).kind())
                .isEqualTo(Kind.NOT_ATTEMPTED);
        new TestInstance(plugin).close();
        assertThat(TestInstance.transportOf(plugin).deliver(TestEvents.simple()).kind())
                .isEqualTo(Kind.NOT_ATTEMPTED);
    }

    @Test
    @Proves("EMB-2")
    void endsItsThreads() throws Exception {
        deliver("north-clinic");

        instance.close();

        assertThat(instance.threads()).isNotEmpty();
        for (Thread thread : instance.threads()) {
            thread.join(TimeUnit.SECONDS.toMillis(10));
            assertThat(thread.isAlive()).as(thread.getName()).isFalse();
        }
    }

    @Test
    void printsNeitherItsUrlNorItsSecret() {
        WebhookEndpoint endpoint = WebhookEndpoint.of(URI.create("https://example.org/t0ken"), SECRET);

        assertThat(endpoint + " " + SECRET).doesNotContain("t0ken", SECRET.reveal(), "whsec_");
    }

    @Test
    void refusesAMemoryThatIsTooLong() {
        assertThatExceptionOfType(InvalidValueException.class)
                .isThrownBy(() -> webhooks().lookAgainAfter(Duration.ofHours(1)))
                .satisfies(e -> assertThat(e.field()).isEqualTo("webhook.lookAgainAfter"));
    }
}

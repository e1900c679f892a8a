package dev.inlay.provider.feign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.inlay.api.Inlay;
import dev.inlay.api.error.InlayException;
import dev.inlay.api.error.InvalidValueException;
import dev.inlay.core.Credentials;
import dev.inlay.core.InlaySdk;
import dev.inlay.spi.event.Credential;
import dev.inlay.spi.event.CredentialSource;
import dev.inlay.spi.event.DeliveryOutcome;
import dev.inlay.spi.event.DeliveryOutcome.Kind;
import dev.inlay.testkit.contracts.Proves;
import dev.inlay.testkit.contracts.memory.InMemoryTenantDirectory;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Secrets are referred to by name, looked up when they are needed, and told to nobody but the receiver. */
@Proves("EVT-9")
final class CredentialTest {

    private final Map<String, Credential> vault = new ConcurrentHashMap<>();
    private final AtomicInteger lookUps = new AtomicInteger();
    private volatile boolean down;
    private Receiver erp;

    @BeforeEach
    void open() throws Exception {
        erp = new Receiver();
        vault.put("erp-token", Credential.token("s3cret-1".toCharArray()));
        vault.put("erp-user", Credential.password("J\u00fcrgen", "s3c:ret \u20ac".toCharArray()));
    }

    @AfterEach
    void close() {
        erp.close();
    }

    private Optional<Credential> find(String name) {
        lookUps.incrementAndGet();
        if (down) {
            throw new IllegalStateException("s3cret");
        }
        return Optional.ofNullable(vault.get(name));
    }

    private FeignTransport.Builder transport() {
        return FeignTransport.builder("erp", erp.address());
    }

    private TestInstance start(FeignTransport.Builder transport) throws Exception {
        return new TestInstance(transport.build(), this::find);
    }

    private static DeliveryOutcome deliver(TestInstance instance) throws Exception {
        return instance.transport().deliver(TestEvents.simple());
    }

    @Test
    void sendsABearerToken() throws Exception {
        try (TestInstance instance = start(transport().bearer("erp-token"))) {
            assertThat(deliver(instance).kind()).isEqualTo(Kind.DELIVERED);
        }

        assertThat(erp.only().header("Authorization")).isEqualTo("Bearer s3cret-1");
    }

    @Test
    void sendsAUserAndAPasswordInUtf8() throws Exception {
        try (TestInstance instance = start(transport().basic("erp-user"))) {
            deliver(instance);
        }

        assertThat(erp.only().header("Authorization"))
                .as("Base64 of J\u00fcrgen:s3c:ret \u20ac")
                .isEqualTo("Basic SsO8cmdlbjpzM2M6cmV0IOKCrA==");
    }

    @Test
    void sendsWhatARotationLeftWithinHalfAMinute() throws Exception {
        try (TestInstance instance = start(transport().bearer("erp-token"))) {
            deliver(instance);
            vault.put("erp-token", Credential.token("s3cret-2".toCharArray()));

            deliver(instance);
            instance.pass(Duration.ofSeconds(30));
            deliver(instance);
        }

        assertThat(erp.received())
                .extracting(request -> request.header("Authorization"))
                .containsExactly("Bearer s3cret-1", "Bearer s3cret-1", "Bearer s3cret-2");
        assertThat(lookUps).as("at the start and after half a minute").hasValue(2);
    }

    @Test
    void looksUpAnewAtOnceWhatTheReceiverRefused() throws Exception {
        try (TestInstance instance = start(transport().bearer("erp-token"))) {
            vault.put("erp-token", Credential.token("s3cret-2".toCharArray()));
            erp.answers(401);
            assertThat(deliver(instance).kind()).isEqualTo(Kind.TARGET_UNUSABLE);
            erp.answers(204);

            assertThat(deliver(instance).kind()).isEqualTo(Kind.DELIVERED);
        }

        assertThat(erp.received().get(1).header("Authorization")).isEqualTo("Bearer s3cret-2");
    }

    @Test
    void pausesTheTargetWhenTheCredentialIsGone() throws Exception {
        try (TestInstance instance = start(transport().bearer("erp-token"))) {
            vault.clear();
            instance.pass(Duration.ofSeconds(30));

            assertThat(deliver(instance)).hasToString("TARGET_UNUSABLE (no credential 'erp-token' is known)");
        }
        assertThat(erp.received()).isEmpty();
    }

    @Test
    void pausesTheTargetWhenTheCredentialIsOfAnotherKind() throws Exception {
        try (TestInstance instance = start(transport().bearer("erp-token"))) {
            vault.put("erp-token", vault.get("erp-user"));
            instance.pass(Duration.ofSeconds(30));

            assertThat(deliver(instance))
                    .hasToString("TARGET_UNUSABLE (the credential 'erp-token' is a PASSWORD and no TOKEN)");
        }
    }

    @Test
    void goesOnWithWhatItKnowsWhileTheSourceFailsAndThenTriesAgainLater() throws Exception {
        try (TestInstance instance = start(transport().bearer("erp-token"))) {
            down = true;
            instance.pass(Duration.ofMinutes(9));
            assertThat(deliver(instance).kind()).isEqualTo(Kind.DELIVERED);
            instance.pass(Duration.ofMinutes(1));

            assertThat(deliver(instance))
                    .hasToString("RETRY (the credential 'erp-token' cannot be looked up (IllegalStateException))");
        }
    }

    @Test
    void pausesTheTargetWhenAHeaderOfTheHostsStandsAgainstTheCredential() throws Exception {
        FeignTransport.Builder both = transport().bearer("erp-token").headers(() -> Map.of("authorization", "s3cret"));
        try (TestInstance instance = start(both)) {
            DeliveryOutcome outcome = deliver(instance);

            assertThat(outcome.kind()).isEqualTo(Kind.TARGET_UNUSABLE);
            assertThat(outcome.reason()).doesNotContain("s3cret");
        }
    }

    @Test
    void saysInTheStateWhichReferenceIsMissingAndComesUpOnceItIsThere() throws Exception {
        CredentialSource source = this::find;
        vault.remove("erp-token");
        try (Inlay inlay = InlaySdk.builder()
                .install(InMemoryTenantDirectory.of("inlay/medisoft/-/north-clinic"))
                .install(transport().bearer("erp-token").build())
                .install(Credentials.from(source)) // after what needs it
                .build()) {
            inlay.start();
            awaitState(inlay, "'erp-token'");

            assertThatExceptionOfType(InlayException.class)
                    .isThrownBy(() -> inlay.awaitReady(Duration.ofMillis(200)))
                    .withMessageContaining("no credential 'erp-token' is known")
                    .matches(InlayException::retryable);
            assertThat(inlay.state().toString()).contains("target 'erp'", "'erp-token'");

            vault.put("erp-token", Credential.token("s3cret-1".toCharArray()));
            inlay.awaitReady(Duration.ofSeconds(20));
        }
    }

    private static void awaitState(Inlay inlay, String part) {
        long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (!inlay.state().toString().contains(part)) {
            assertThat(System.nanoTime() - deadline)
                    .as("%s says %s", inlay.state(), part)
                    .isNegative();
            Thread.onSpinWait();
        }
    }

    @Test
    void doesNotStartWithoutASource() {
        assertThatExceptionOfType(InlayException.class)
                .isThrownBy(
                        () -> new TestInstance(transport().bearer("erp-token").build()))
                .matches(e -> e.code().equals("transport.no-credentials") && !e.retryable())
                .withMessageContaining("erp-token");
    }

    @Test
    void refusesTwoOfAKind() {
        FeignTransport.Builder builder = transport().bearer("erp-token").clientCertificate("erp-cert");

        for (Runnable second : new Runnable[] {
            () -> builder.basic("erp-user"), () -> builder.bearer("other"), () -> builder.clientCertificate("other")
        }) {
            assertThatExceptionOfType(InvalidValueException.class)
                    .isThrownBy(second::run)
                    .satisfies(e -> assertThat(e.field()).isEqualTo("transport.credential"));
        }
    }

    @Test
    void printsNoSecret() {
        assertThat(vault.toString()).doesNotContain("s3c", "J\u00fcrgen");
        assertThatExceptionOfType(InvalidValueException.class)
                .isThrownBy(() -> Credential.token("s3cret\r\nX: y".toCharArray()))
                .withMessageNotContaining("s3cret");
        assertThatExceptionOfType(InvalidValueException.class)
                .isThrownBy(() -> Credential.password("me:you", new char[0]))
                .satisfies(e -> assertThat(e.field()).isEqualTo("credential.user"));
    }
}

package dev.inlay.core.internal.tenant.propagation;

import static dev.inlay.core.internal.tenant.propagation.Service.NORTH;
import static dev.inlay.core.internal.tenant.propagation.Service.NOW;
import static dev.inlay.core.internal.tenant.propagation.Service.SOUTH;
import static dev.inlay.core.internal.tenant.propagation.Service.key;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.inlay.api.error.InvalidValueException;
import dev.inlay.api.tenant.NoTenantException;
import dev.inlay.api.tenant.Origin;
import dev.inlay.api.tenant.PropagationOptions;
import dev.inlay.api.tenant.ReceivedHeader;
import dev.inlay.api.tenant.TenantId;
import dev.inlay.api.tenant.TenantPath;
import dev.inlay.api.tenant.TenantProfile;
import dev.inlay.api.tenant.TenantPropagation;
import dev.inlay.api.tenant.TenantStatus;
import dev.inlay.api.tenant.UntrustedTenantException;
import dev.inlay.api.tenant.VerifiedTenant;
import dev.inlay.spi.tenant.SecurityEvent;
import dev.inlay.testkit.contracts.Proves;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Proves("TEN-4")
final class HeaderTest {

    private final Service orders = Service.named(
            "orders",
            options -> options.sendTo("billing.example.org:8443", "billing")
                    .sendTo("*.mesh.example.org", "mesh")
                    .sendTo("[::1]", "local"),
            key("k1"));
    private final Service billing = Service.named("billing", options -> options.accept("orders"), key("k1"));

    @Test
    void takesTheTenantToTheNextServiceAndBindsItThere() {
        VerifiedTenant verified = billing.propagation.verify(ReceivedHeader.of(orders.issue("billing")));

        assertThat(billing.tenants.currentIfBound()).isEmpty();
        verified.run(() -> {
            assertThat(billing.tenants.current().id()).isEqualTo(NORTH);
            assertThat(billing.tenants.current().origin()).isEqualTo(Origin.REMOTE);
        });
        assertThat(verified.issuer()).isEqualTo("orders");
        assertThat(billing.tenants.currentIfBound()).isEmpty();
        assertThat(billing.reported).isEmpty();
    }

    @Test
    void isADictionaryOfNamesTimesAndBytes() {
        assertThat(orders.issue("billing"))
                .matches("kid=\"k1\", iss=\"orders\", aud=\"billing\", path=\"inlay/medisoft/nordic/north-clinic\","
                        + " iat=@1795168800, exp=@1795168830, nonce=:[A-Za-z0-9+/]{22}==:, sig=:[A-Za-z0-9+/]{43}=:");
    }

    @Test
    void fitsIntoItsSizeWithTheLongestNames() {
        String name = "n".repeat(32);
        TenantPath path =
                TenantPath.parse(String.join("/", "a".repeat(64), "b".repeat(64), "c".repeat(64), "d".repeat(64)));
        Service service = Service.named(name, key("k".repeat(32)));
        service.directory.put(TenantProfile.builder(path).build());

        String header = service.tenants.call(path.tenant(), () -> service.propagation.issue(name));

        assertThat(header).hasSizeLessThanOrEqualTo(TenantPropagation.MAX_LENGTH);
        assertThat(service.verdict(header)).isEqualTo("accepted as " + path.tenant());
    }

    @Test
    void isIssuedForTheBoundTenantOnly() {
        assertThatExceptionOfType(NoTenantException.class).isThrownBy(() -> orders.propagation.issue("billing"));
        assertThatExceptionOfType(InvalidValueException.class).isThrownBy(() -> orders.issue("Billing\""));
    }

    @ParameterizedTest
    @CsvSource({
        "https://billing.example.org:8443/a, billing",
        "https://BILLING.example.org:8443, billing",
        "https://billing.example.org/a,",
        "https://billing.example.org.evil.example:8443/,",
        "https://evil.example/?billing.example.org:8443,",
        "https://billing.example.org:8443@evil.example/,",
        "https://a.mesh.example.org/, mesh",
        "https://b.a.mesh.example.org:1/, mesh",
        "https://mesh.example.org/,",
        "https://evilmesh.example.org/,",
        "http://[::1]:80/, local",
        "http://[::2]/,",
        "mailto:a@billing.example.org,",
        "/relative,"
    })
    void goesToListedHostsOnly(URI address, String audience) {
        String header = orders.tenants
                .call(NORTH, () -> orders.propagation.headerFor(address))
                .orElse(null);

        if (audience == null) {
            assertThat(header).isNull();
        } else {
            assertThat(header).contains("aud=\"" + audience + "\"");
        }
    }

    @Test
    void failsClosedWhereAListedHostIsCalledWithoutATenant() {
        assertThat(orders.propagation.headerFor(URI.create("https://example.org/")))
                .isEmpty();
        assertThatExceptionOfType(NoTenantException.class)
                .isThrownBy(() -> orders.propagation.headerFor(URI.create("https://a.mesh.example.org/")));
    }

    @Test
    void isAcceptedOnce() {
        String header = orders.issue("billing");

        assertThat(billing.verdict(header)).isEqualTo("accepted as north-clinic");
        assertThat(billing.verdict(header)).isEqualTo("tenant.header.replayed");
        assertThat(billing.verdict(orders.issue("billing"))).isEqualTo("accepted as north-clinic");
    }

    @Test
    void isAcceptedAgainWhereTheServiceAsksForIt() {
        Service idempotent = Service.named("billing", o -> o.accept("orders").acceptReplays(), key("k1"));
        String header = orders.issue("billing");

        assertThat(idempotent.verdict(header)).isEqualTo("accepted as north-clinic");
        assertThat(idempotent.verdict(header)).isEqualTo("accepted as north-clinic");
    }

    @Test
    void refusesFurtherHeadersWhenItCanRememberNoMoreAndTakesThemWhenOthersExpired() {
        Service small = Service.named("billing", o -> o.accept("orders").replayWindow(2), key("k1"));
        small.verdict(orders.issue("billing"));
        small.verdict(orders.issue("billing"));

        assertThat(small.verdict(orders.issue("billing"))).isEqualTo("tenant.header.replay-window");
        assertThatExceptionOfType(UntrustedTenantException.class)
                .isThrownBy(() -> small.propagation.verify(ReceivedHeader.of(orders.issue("billing"))))
                .matches(e -> e.status() == 503 && e.retryable());
        orders.clock.advance(Duration.ofSeconds(35));
        small.clock.advance(Duration.ofSeconds(35));
        assertThat(small.verdict(orders.issue("billing"))).isEqualTo("accepted as north-clinic");
    }

    @Test
    void letsNothingInTwiceWhenTheClockIsSetBack() {
        String early = orders.issue("billing");
        assertThat(billing.verdict(early)).isEqualTo("accepted as north-clinic");
        orders.clock.advance(Duration.ofSeconds(60));
        billing.clock.advance(Duration.ofSeconds(60));
        assertThat(billing.verdict(orders.issue("billing"))).isEqualTo("accepted as north-clinic");

        billing.clock.set(NOW);

        assertThat(billing.verdict(early)).isEqualTo("tenant.header.expired");
    }

    /** A header lives 30 s and clocks may differ by 5 s. */
    @ParameterizedTest
    @CsvSource({
        "-6, tenant.header.not-yet",
        "-5, accepted as north-clinic",
        "34, accepted as north-clinic",
        "35, tenant.header.expired",
        "100000, tenant.header.expired"
    })
    void isAcceptedInItsTimeAndTheSkew(long secondsLater, String verdict) {
        String header = orders.issue("billing");
        billing.clock.advance(Duration.ofSeconds(secondsLater));

        assertThat(billing.verdict(header)).isEqualTo(verdict);
    }

    @Test
    void isRefusedForAnotherAudienceAndFromAStranger() {
        Service stranger = Service.named("stranger", key("k1"));

        assertThat(billing.verdict(orders.issue("orders"))).isEqualTo("tenant.header.audience");
        assertThat(billing.verdict(stranger.issue("billing"))).isEqualTo("tenant.header.issuer");
    }

    @Test
    void isRefusedWhenTheUserBelongsToAnotherTenant() {
        ReceivedHeader header = ReceivedHeader.of(orders.issue("billing")).withUser(SOUTH);

        assertThat(billing.verdict(header)).isEqualTo("tenant.header.mismatch");
        assertThat(billing.verdict(ReceivedHeader.of(orders.issue("billing")).withUser(NORTH)))
                .isEqualTo("accepted as north-clinic");
    }

    @Test
    void isRefusedWhenTheTenantStandsElsewhere() {
        billing.directory.put(TenantProfile.builder(TenantPath.parse("inlay/medisoft/-/north-clinic"))
                .build());

        assertThat(billing.verdict(orders.issue("billing"))).isEqualTo("tenant.header.path");
    }

    @Test
    @Proves("TEN-9")
    void bindsNoTenantThatIsUnknownSuspendedOrClosedHere() {
        billing.directory.put(TenantProfile.builder(TenantPath.parse("inlay/medisoft/nordic/north-clinic"))
                .status(TenantStatus.SUSPENDED)
                .build());
        VerifiedTenant suspended = billing.propagation.verify(ReceivedHeader.of(orders.issue("billing")));
        assertThatExceptionOfType(NoTenantException.class)
                .isThrownBy(() -> suspended.run(() -> {}))
                .matches(e -> e.code().equals("tenant.suspended"));

        billing.directory.remove(NORTH);

        assertThatExceptionOfType(NoTenantException.class)
                .isThrownBy(() -> billing.propagation.verify(ReceivedHeader.of(orders.issue("billing"))))
                .matches(e -> e.code().equals("tenant.unknown"));
        assertThat(billing.tenants.currentIfBound()).isEmpty();
    }

    @Test
    void tellsTheListenersOfATenantThatIsUnknownSuspendedOrClosedHere() {
        for (TenantStatus status : List.of(TenantStatus.SUSPENDED, TenantStatus.CLOSED)) {
            billing.directory.put(TenantProfile.builder(TenantPath.parse("inlay/medisoft/nordic/north-clinic"))
                    .status(status)
                    .build());
            VerifiedTenant verified = billing.propagation.verify(
                    ReceivedHeader.of(orders.issue("billing")).withSender("10.0.0.7"));
            assertThatExceptionOfType(NoTenantException.class).isThrownBy(() -> verified.run(() -> {}));
            assertThatExceptionOfType(NoTenantException.class).isThrownBy(() -> verified.call(() -> 1));
            assertThatExceptionOfType(NoTenantException.class).isThrownBy(verified::open);
        }
        billing.directory.remove(NORTH);
        assertThatExceptionOfType(NoTenantException.class)
                .isThrownBy(() -> billing.propagation.verify(
                        ReceivedHeader.of(orders.issue("billing")).withSender("10.0.0.7")));

        assertThat(billing.reported)
                .extracting(SecurityEvent::code)
                .containsExactly(
                        "tenant.suspended",
                        "tenant.suspended",
                        "tenant.suspended",
                        "tenant.closed",
                        "tenant.closed",
                        "tenant.closed",
                        "tenant.unknown");
        assertThat(billing.reported).allSatisfy(event -> {
            assertThat(event.claimedIssuer()).contains("orders");
            assertThat(event.sender()).contains("10.0.0.7");
        });
    }

    @Test
    void doesNotTellTheListenersOfWhatTheWorkItselfIsRefused() {
        VerifiedTenant verified = billing.propagation.verify(ReceivedHeader.of(orders.issue("billing")));

        assertThatExceptionOfType(NoTenantException.class)
                .isThrownBy(() -> verified.run(() -> {
                    throw new NoTenantException("tenant.suspended", "of other work");
                }));
        assertThatExceptionOfType(NoTenantException.class)
                .isThrownBy(() -> billing.tenants.run(SOUTH, () -> verified.run(() -> {})))
                .matches(e -> e.code().equals("tenant.rebind"));
        assertThat(billing.reported).isEmpty();
    }

    @Test
    void rotatesKeysWithAnOverlap() {
        String old = orders.issue("billing");
        billing.keys.replace(key("k1"), key("k2"));
        orders.keys.replace(key("k2"), key("k1"));
        assertThat(billing.verdict(old)).isEqualTo("accepted as north-clinic");
        assertThat(billing.verdict(orders.issue("billing"))).isEqualTo("accepted as north-clinic");

        String late = Service.named("orders", key("k1")).issue("billing");
        billing.keys.replace(key("k2"));

        assertThat(billing.verdict(late)).isEqualTo("tenant.header.key");
        assertThat(billing.verdict(orders.issue("billing"))).isEqualTo("accepted as north-clinic");
    }

    @Test
    void saysWhatIsWrongToTheListenersAndNothingOfTheHeader() {
        ReceivedHeader header =
                ReceivedHeader.of(orders.issue("orders")).withSender("10.0.0.7\r\nforged line " + "x".repeat(200));

        billing.verdict(header);

        assertThat(billing.reported).hasSize(1);
        assertThat(billing.reported.get(0).code()).isEqualTo("tenant.header.audience");
        assertThat(billing.reported.get(0).at()).isEqualTo(NOW);
        assertThat(billing.reported.get(0).claimedIssuer()).contains("orders");
        assertThat(billing.reported.get(0).claimedKey()).contains("k1");
        assertThat(billing.reported.get(0).sender().orElseThrow())
                .startsWith("10.0.0.7??forged line")
                .hasSize(128);
    }

    @Test
    void staysRefusedWhenAListenerFails() {
        PropagationEngine engine = new PropagationEngine(
                billing.tenants,
                new OneKey(key("k1")),
                PropagationOptions.builder("billing").build(),
                List.of(event -> {
                    throw new IllegalStateException("no SIEM");
                }),
                billing.clock);

        assertThatExceptionOfType(UntrustedTenantException.class)
                .isThrownBy(() -> engine.verify(ReceivedHeader.of(List.of())))
                .matches(e -> e.status() == 401 && e.code().equals("tenant.header.missing"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "a b", "*", "*.", "*example.org", "a.*.org", "http://a", "a:0", "a:99999999", "a/b", "a:b"})
    void refusesAPatternThatIsNoHost(String host) {
        assertThatExceptionOfType(InvalidValueException.class)
                .isThrownBy(() -> PropagationOptions.builder("orders").sendTo(host, "billing"))
                .matches(e -> e.field().equals("propagation.host"));
    }

    @Test
    void refusesOptionsOutOfRange() {
        PropagationOptions.Builder options = PropagationOptions.builder("orders");

        assertField("propagation.headerLife", () -> options.headerLife(Duration.ofSeconds(61)));
        assertField("propagation.headerLife", () -> options.headerLife(Duration.ofMillis(1500)));
        assertField("propagation.sealLife", () -> options.sealLife(Duration.ofDays(91)));
        assertField("propagation.clockSkew", () -> options.clockSkew(Duration.ofSeconds(-1)));
        assertField("propagation.replayWindow", () -> options.replayWindow(0));
        assertField("propagation.acceptedIssuers", () -> options.accept("Orders"));
        assertField("propagation.issuer", () -> PropagationOptions.builder(TenantId.MAX_LENGTH + " "));
    }

    private static void assertField(String field, org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
        assertThatExceptionOfType(InvalidValueException.class)
                .isThrownBy(call)
                .matches(e -> e.field().equals(field));
    }
}

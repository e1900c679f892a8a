package dev.inlay.provider.feign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.inlay.api.Inlay;
import dev.inlay.api.tenant.NoTenantException;
import dev.inlay.api.tenant.PropagationOptions;
import dev.inlay.api.tenant.ReceivedHeader;
import dev.inlay.api.tenant.TenantId;
import dev.inlay.core.InlaySdk;
import dev.inlay.core.SigningKeys;
import dev.inlay.spi.tenant.SigningKey;
import dev.inlay.testkit.contracts.Proves;
import dev.inlay.testkit.contracts.memory.InMemoryTenantDirectory;
import feign.Feign;
import feign.FeignException;
import feign.Param;
import feign.RequestLine;
import feign.http2client.Http2Client;
import java.net.URI;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A host's own Feign client against two real servers, one of them listed. */
@Proves("TEN-4")
final class TenantRequestInterceptorTest {

    private static final TenantId NORTH = TenantId.of("north-clinic");

    private Receiver listed;
    private Receiver stranger;
    private Inlay inlay;

    interface Claims {
        @RequestLine("GET /claims/{id}")
        void read(@Param("id") String id);

        @RequestLine("GET /claims")
        void readAt(URI host);

        @RequestLine("GET /claims")
        @feign.Headers("inlay-tenant: {received}")
        void readWith(@Param("received") String received);
    }

    @BeforeEach
    void open() throws Exception {
        listed = new Receiver();
        stranger = new Receiver();
        inlay = InlaySdk.builder()
                .install(InMemoryTenantDirectory.of("inlay/medisoft/-/north-clinic"))
                .install(SigningKeys.of(SigningKey.hmacSha256("k1", new byte[32])))
                .propagation(PropagationOptions.builder("orders")
                        .sendTo(host(listed).getAuthority(), "orders")
                        .build())
                .build();
        inlay.start().awaitReady(Duration.ofSeconds(60));
    }

    @AfterEach
    void close() {
        inlay.close();
        listed.close();
        stranger.close();
    }

    private static URI host(Receiver receiver) {
        return URI.create("http://" + receiver.address().getAuthority());
    }

    private Claims claims(Receiver receiver) {
        return Feign.builder()
                .client(TenantRequestInterceptor.withoutRedirects(new Http2Client()))
                .requestInterceptor(TenantRequestInterceptor.of(inlay))
                .target(Claims.class, host(receiver).toString());
    }

    private TenantId tenantOf(Receiver receiver) {
        return inlay.propagation()
                .verify(ReceivedHeader.of(receiver.only().headers().get("Inlay-Tenant")))
                .tenant();
    }

    @Test
    void tellsAListedHostWhoseWorkItIs() {
        inlay.tenants().run(NORTH, () -> claims(listed).read("{17}"));

        assertThat(tenantOf(listed)).isEqualTo(NORTH);
    }

    @Test
    void tellsNobodyElse() {
        inlay.tenants().run(NORTH, () -> claims(stranger).read("17"));

        assertThat(stranger.only().headers()).doesNotContainKey("Inlay-tenant");
    }

    @Test
    void looksAtTheAddressOfTheMethodWhereItHasItsOwn() {
        inlay.tenants().run(NORTH, () -> claims(listed).readAt(host(stranger)));
        inlay.tenants().run(NORTH, () -> claims(stranger).readAt(host(listed)));

        assertThat(stranger.only().headers()).doesNotContainKey("Inlay-tenant");
        assertThat(tenantOf(listed)).isEqualTo(NORTH);
    }

    @Test
    void sendsNoReceivedHeaderOn() {
        inlay.tenants().run(NORTH, () -> claims(stranger).readWith("from somebody"));
        inlay.tenants().run(NORTH, () -> claims(listed).readWith("from somebody"));

        assertThat(stranger.only().headers()).doesNotContainKey("Inlay-tenant");
        assertThat(tenantOf(listed)).isEqualTo(NORTH);
    }

    @Test
    void staysWhereItWasSentWhenTheAnswerPointsElsewhere() {
        listed.answers(302, "Location", stranger.address().toString());

        assertThatExceptionOfType(FeignException.class)
                .isThrownBy(
                        () -> inlay.tenants().run(NORTH, () -> claims(listed).read("17")))
                .matches(e -> e.status() == 302);
        assertThat(stranger.received()).isEmpty();
    }

    @Test
    void failsClosedWithoutATenant() {
        assertThatExceptionOfType(NoTenantException.class)
                .isThrownBy(() -> claims(listed).read("17"));
        assertThat(listed.received()).isEmpty();
    }
}

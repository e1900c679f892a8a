package dev.inlay.provider.feign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsExchange;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import dev.inlay.api.error.InvalidValueException;
import dev.inlay.provider.feign.egress.EgressPolicy;
import dev.inlay.spi.event.Credential;
import dev.inlay.spi.event.DeliveryOutcome;
import dev.inlay.spi.event.DeliveryOutcome.Kind;
import dev.inlay.testkit.contracts.Proves;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A real HTTPS server that takes no connection without a client certificate. */
@Proves("EVT-9")
@Timeout(60)
final class MutualTlsTest {

    private static final List<String> SEEN = new CopyOnWriteArrayList<>();
    private static final ExecutorService THREADS = Executors.newCachedThreadPool();

    @TempDir
    static Path folder;

    private static TestKeys receiver;
    private static TestKeys first;
    private static TestKeys second;
    private static TestKeys stranger;
    private static HttpsServer server;

    /** The two clients; both are TLS of the JVM, put together differently. */
    enum Client {
        JDK,
        GUARDED;

        FeignTransport.Builder configure(FeignTransport.Builder transport) {
            return this == JDK
                    ? transport
                    : transport.egress(EgressPolicy.builder()
                            .allow("127.0.0.0/8")
                            .allow("::1")
                            .port(server.getAddress().getPort())
                            .build());
        }
    }

    @BeforeAll
    static void open() throws Exception {
        receiver = TestKeys.generate(folder, "receiver", "dns:localhost,ip:127.0.0.1", "EC");
        first = TestKeys.generate(folder, "first", "dns:first", "RSA");
        second = TestKeys.generate(folder, "second", "dns:second", "EC");
        stranger = TestKeys.generate(folder, "stranger", "dns:stranger", "EC");
        SSLContext context = receiver.trusting(first, second);
        server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(context) {
            @Override
            public void configure(HttpsParameters parameters) {
                SSLParameters ssl = context.getDefaultSSLParameters();
                ssl.setNeedClientAuth(true);
                parameters.setSSLParameters(ssl);
            }
        });
        server.createContext("/", exchange -> {
            try (exchange) {
                X509Certificate shown = (X509Certificate)
                        ((HttpsExchange) exchange).getSSLSession().getPeerCertificates()[0];
                SEEN.add(shown.getSubjectX500Principal().getName());
                exchange.getRequestBody().readAllBytes();
                exchange.getResponseHeaders().add("Connection", "close");
                exchange.sendResponseHeaders(204, -1);
            }
        });
        server.setExecutor(THREADS);
        server.start();
    }

    @AfterAll
    static void close() {
        server.stop(0);
        THREADS.shutdownNow();
    }

    private static FeignTransport.Builder to(String host) {
        SEEN.clear();
        return FeignTransport.builder(
                "erp", URI.create("https://" + host + ":" + server.getAddress().getPort() + "/events"));
    }

    private static TestInstance start(FeignTransport.Builder transport, Map<String, Credential> vault)
            throws Exception {
        return new TestInstance(transport.build(), name -> Optional.ofNullable(vault.get(name)));
    }

    private static DeliveryOutcome deliver(TestInstance instance) throws Exception {
        return instance.transport().deliver(TestEvents.simple());
    }

    @ParameterizedTest
    @EnumSource
    void showsTheCertificateAndAfterARotationTheNewOne(Client client) throws Exception {
        Map<String, Credential> vault = new ConcurrentHashMap<>(Map.of("erp-cert", first.credential()));
        FeignTransport.Builder transport = client.configure(to("localhost"))
                .clientCertificate("erp-cert")
                .trustedCertificates(receiver.certificate());
        try (TestInstance instance = start(transport, vault)) {
            assertThat(deliver(instance).kind()).isEqualTo(Kind.DELIVERED);
            vault.put("erp-cert", second.credential());
            instance.pass(Duration.ofSeconds(30));

            assertThat(deliver(instance).kind()).isEqualTo(Kind.DELIVERED);
        }

        assertThat(SEEN).containsExactly("CN=first", "CN=second");
    }

    @ParameterizedTest
    @EnumSource
    void getsNoAnswerWithTheCertificateOfAStranger(Client client) throws Exception {
        FeignTransport.Builder transport = client.configure(to("localhost"))
                .clientCertificate("erp-cert")
                .trustedCertificates(receiver.certificate());
        try (TestInstance instance = start(transport, Map.of("erp-cert", stranger.credential()))) {
            assertThat(deliver(instance).kind()).isEqualTo(Kind.RETRY);
        }

        assertThat(SEEN).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void getsNoAnswerWithoutACertificate(Client client) throws Exception {
        FeignTransport.Builder transport =
                client.configure(to("localhost")).trustedCertificates(receiver.certificate());
        try (TestInstance instance = start(transport, Map.of())) {
            assertThat(deliver(instance).kind()).isEqualTo(Kind.RETRY);
        }

        assertThat(SEEN).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void sendsNothingToAReceiverThatItDoesNotTrust(Client client) throws Exception {
        FeignTransport.Builder transport = client.configure(to("localhost")).clientCertificate("erp-cert");
        try (TestInstance instance = start(transport, Map.of("erp-cert", first.credential()))) {
            assertThat(deliver(instance)).hasToString("RETRY (no secure connection)");
        }

        assertThat(SEEN).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void sendsNothingToAReceiverOfAnotherName(Client client) throws Exception {
        FeignTransport.Builder transport = client.configure(to("127.0.0.2"))
                .clientCertificate("erp-cert")
                .trustedCertificates(stranger.certificate());
        try (TestInstance instance = start(transport, Map.of("erp-cert", first.credential()))) {
            assertThat(deliver(instance).kind()).isEqualTo(Kind.RETRY);
        }

        assertThat(SEEN).isEmpty();
    }

    @Test
    void refusesAContextOfTheHostsBesideACertificate() throws Exception {
        FeignTransport.Builder both =
                to("localhost").clientCertificate("erp-cert").sslContext(SSLContext.getDefault());

        assertThatExceptionOfType(InvalidValueException.class)
                .isThrownBy(both::build)
                .satisfies(e -> assertThat(e.field()).isEqualTo("transport.sslContext"));
    }
}

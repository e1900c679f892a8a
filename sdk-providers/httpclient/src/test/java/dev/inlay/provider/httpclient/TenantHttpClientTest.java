package dev.inlay.provider.httpclient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.sun.net.httpserver.HttpServer;
import dev.inlay.api.Inlay;
import dev.inlay.api.error.InvalidValueException;
import dev.inlay.api.tenant.NoTenantException;
import dev.inlay.api.tenant.PropagationOptions;
import dev.inlay.api.tenant.ReceivedHeader;
import dev.inlay.api.tenant.TenantId;
import dev.inlay.api.tenant.TenantPropagation;
import dev.inlay.core.InlaySdk;
import dev.inlay.core.SigningKeys;
import dev.inlay.spi.tenant.SigningKey;
import dev.inlay.testkit.contracts.Proves;
import dev.inlay.testkit.contracts.memory.InMemoryTenantDirectory;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Requests to two real servers, one of them listed. */
@Proves("TEN-4")
final class TenantHttpClientTest {

    private static final TenantId NORTH = TenantId.of("north-clinic");

    private final List<List<String>> atListed = new CopyOnWriteArrayList<>();
    private final List<List<String>> atStranger = new CopyOnWriteArrayList<>();
    private HttpServer stranger;
    private HttpServer listed;
    private Inlay inlay;
    private HttpClient client;

    @BeforeEach
    void open() throws Exception {
        stranger = server(atStranger, 204, null);
        listed = server(atListed, 302, uri(stranger).toString());
        inlay = InlaySdk.builder()
                .install(InMemoryTenantDirectory.of("inlay/medisoft/-/north-clinic"))
                .install(SigningKeys.of(SigningKey.hmacSha256("k1", new byte[32])))
                .propagation(PropagationOptions.builder("orders")
                        .sendTo("127.0.0.1:" + listed.getAddress().getPort(), "orders")
                        .build())
                .build();
        inlay.start().awaitReady(Duration.ofSeconds(60));
        client = TenantHttpClient.on(inlay, HttpClient.newHttpClient());
    }

    @AfterEach
    void close() {
        inlay.close();
        listed.stop(0);
        stranger.stop(0);
    }

    private static HttpServer server(List<List<String>> seen, int status, String location) throws Exception {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            seen.add(List.copyOf(exchange.getRequestHeaders().getOrDefault(TenantPropagation.HEADER, List.of())));
            if (location != null) {
                exchange.getResponseHeaders().add("Location", location);
            }
            exchange.sendResponseHeaders(status, -1);
            exchange.close();
        });
        server.start();
        return server;
    }

    private static URI uri(HttpServer server) {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/");
    }

    private static HttpRequest.Builder to(HttpServer server) {
        return HttpRequest.newBuilder(uri(server));
    }

    @Test
    void tellsListedHostsWhoseWorkItIsWithAFreshHeaderEachTime() throws Exception {
        HttpRequest request = to(listed).build();

        inlay.tenants().run(NORTH, () -> {
            client.send(request, BodyHandlers.discarding());
            client.sendAsync(request, BodyHandlers.discarding()).get(30, TimeUnit.SECONDS);
        });

        assertThat(atListed).hasSize(2).allSatisfy(values -> {
            assertThat(inlay.propagation().verify(ReceivedHeader.of(values)).tenant())
                    .isEqualTo(NORTH);
        });
    }

    @Test
    void tellsNobodyElseAndSendsNoHeaderOn() throws Exception {
        HttpRequest withHeader =
                to(stranger).header("inlay-tenant", "received from somebody").build();

        inlay.tenants().run(NORTH, () -> client.send(withHeader, BodyHandlers.discarding()));
        client.send(withHeader, BodyHandlers.discarding());

        assertThat(atStranger).containsExactly(List.of(), List.of());
    }

    @Test
    void replacesAHeaderThatTheCallerSet() throws Exception {
        inlay.tenants()
                .run(
                        NORTH,
                        () -> client.send(
                                to(listed)
                                        .header("INLAY-TENANT", "a")
                                        .header("Inlay-Tenant", "b")
                                        .build(),
                                BodyHandlers.discarding()));

        assertThat(atListed).hasSize(1);
        assertThat(inlay.propagation()
                        .verify(ReceivedHeader.of(atListed.get(0)))
                        .tenant())
                .isEqualTo(NORTH);
    }

    @Test
    void staysWhereItWasSentWhenTheAnswerPointsElsewhere() throws Exception {
        HttpResponse<Void> answer =
                inlay.tenants().call(NORTH, () -> client.send(to(listed).build(), BodyHandlers.discarding()));

        assertThat(answer.statusCode()).isEqualTo(302);
        assertThat(atStranger).isEmpty();
    }

    @Test
    void takesNoClientThatWouldFollowRedirects() {
        HttpClient follows = HttpClient.newBuilder()
                .followRedirects(HttpClient.Redirect.NORMAL)
                .build();

        assertThatExceptionOfType(InvalidValueException.class)
                .isThrownBy(() -> TenantHttpClient.on(inlay, follows))
                .matches(e -> e.field().equals("httpClient.followRedirects"));
    }

    @Test
    void failsClosedWithoutATenant() {
        assertThatExceptionOfType(NoTenantException.class)
                .isThrownBy(() -> client.send(to(listed).build(), BodyHandlers.discarding()));
        assertThatExceptionOfType(NoTenantException.class)
                .isThrownBy(() -> client.sendAsync(to(listed).build(), BodyHandlers.discarding()));
        assertThat(atListed).isEmpty();
    }

    @Test
    void runsStagesUnderTheTenantThatAttachesThem() throws Exception {
        CountDownLatch attached = new CountDownLatch(1);
        CompletableFuture<TenantId> north = inlay.tenants()
                .call(
                        NORTH,
                        () -> client.sendAsync(to(listed).build(), answer -> {
                                    awaitOpen(attached);
                                    return HttpResponse.BodySubscribers.discarding();
                                })
                                .thenApply(answer -> inlay.tenants().current().id()));

        attached.countDown();

        assertThat(north.get(30, TimeUnit.SECONDS)).isEqualTo(NORTH);
    }

    @Test
    void cancelsTheRequestWithItsFuture() throws Exception {
        CountDownLatch arrived = new CountDownLatch(1);
        try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            CompletableFuture<Void> hungUp = CompletableFuture.runAsync(() -> readToTheEnd(silent, arrived));
            HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + silent.getLocalPort() + "/"))
                    .build();
            CompletableFuture<HttpResponse<Void>> answer =
                    inlay.tenants().call(NORTH, () -> client.sendAsync(request, BodyHandlers.discarding()));
            awaitOpen(arrived);

            answer.cancel(true);

            assertThat(hungUp).succeedsWithin(Duration.ofSeconds(30));
        }
    }

    private static void readToTheEnd(ServerSocket server, CountDownLatch arrived) {
        try (Socket connection = server.accept()) {
            InputStream sent = connection.getInputStream();
            for (int next = sent.read(); next >= 0; next = sent.read()) {
                arrived.countDown();
            }
        } catch (SocketException e) {
            // a connection that is reset has ended as well
            assertThat(arrived.getCount()).isZero();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void awaitOpen(CountDownLatch latch) {
        try {
            assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void handlesTheBodyUnderTheTenantThatAsked() throws Exception {
        List<TenantId> handledAs = new CopyOnWriteArrayList<>();

        inlay.tenants()
                .run(
                        NORTH,
                        () -> client.sendAsync(to(listed).build(), answer -> {
                                    handledAs.add(inlay.tenants().current().id());
                                    return HttpResponse.BodySubscribers.discarding();
                                })
                                .get(30, TimeUnit.SECONDS));

        assertThat(handledAs).containsExactly(NORTH);
    }
}

package dev.inlay.provider.feign;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.inlay.api.error.InvalidValueException;
import dev.inlay.provider.feign.egress.EgressPolicy;
import dev.inlay.spi.event.DeliveryOutcome;
import dev.inlay.spi.event.DeliveryOutcome.Kind;
import dev.inlay.testkit.contracts.Proves;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ProxySelector;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** A proxy that connects every name to one receiver, whatever the name. */
@Proves("EVT-9")
@Timeout(60)
final class ProxyTest {

    @TempDir
    static Path folder;

    private static TestKeys keys;

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();
    private volatile int upstream;
    private ServerSocket proxy;
    private Receiver erp;

    enum How {
        HOST_AND_PORT {
            @Override
            FeignTransport.Builder configure(FeignTransport.Builder transport, int port) {
                return transport.proxy("localhost", port);
            }
        },
        SELECTOR {
            @Override
            FeignTransport.Builder configure(FeignTransport.Builder transport, int port) {
                return transport.proxySelector(
                        ProxySelector.of(new InetSocketAddress(InetAddress.getLoopbackAddress(), port)));
            }
        },
        GUARDED {
            @Override
            FeignTransport.Builder configure(FeignTransport.Builder transport, int port) {
                return transport
                        .proxy("127.0.0.1", port)
                        .egress(EgressPolicy.builder().throughProxy().build());
            }
        };

        abstract FeignTransport.Builder configure(FeignTransport.Builder transport, int port);
    }

    @BeforeAll
    static void makeKeys() throws Exception {
        keys = TestKeys.generate(folder, "erp", "dns:erp.invalid", "EC");
    }

    @BeforeEach
    void open() throws Exception {
        erp = new Receiver();
        upstream = erp.port();
        proxy = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        threads.execute(this::accept);
    }

    private void accept() {
        try {
            while (true) {
                Socket client = proxy.accept();
                sockets.add(client);
                threads.execute(() -> serve(client));
            }
        } catch (IOException e) {
            // closed
        }
    }

    /** Notes the request line; then bytes pass as they are, for a receiver takes the absolute form as well. */
    private void serve(Socket client) {
        try (client;
                Socket server = new Socket(InetAddress.getLoopbackAddress(), upstream)) {
            sockets.add(server);
            String head = head(client.getInputStream());
            asked.add(head.lines().findFirst().orElse(""));
            if (head.startsWith("CONNECT ")) {
                client.getOutputStream().write("HTTP/1.1 200 OK\r\n\r\n".getBytes(US_ASCII));
            } else {
                server.getOutputStream().write(head.getBytes(US_ASCII));
            }
            threads.execute(() -> copy(server, client));
            client.getInputStream().transferTo(server.getOutputStream());
        } catch (IOException e) {
            // one side has hung up
        }
    }

    private static void copy(Socket from, Socket to) {
        try {
            from.getInputStream().transferTo(to.getOutputStream());
            to.shutdownOutput();
        } catch (IOException e) {
            // one side has hung up
        }
    }

    private static String head(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int next = in.read();
            if (next < 0) {
                throw new IOException("no head");
            }
            head.append((char) next);
        }
        return head.toString();
    }

    @AfterEach
    void close() throws Exception {
        proxy.close();
        for (Socket socket : sockets) {
            socket.close();
        }
        threads.shutdownNow();
        erp.close();
    }

    private DeliveryOutcome deliver(FeignTransport.Builder transport) throws Exception {
        try (TestInstance instance = new TestInstance(transport.build())) {
            return instance.transport().deliver(TestEvents.simple());
        }
    }

    @ParameterizedTest
    @EnumSource
    void asksTheProxyInAbsoluteFormForWhatIsNotEncrypted(How how) throws Exception {
        URI address = URI.create("http://erp.invalid/events?x=1");

        DeliveryOutcome outcome = deliver(how.configure(FeignTransport.builder("erp", address), proxy.getLocalPort()));

        assertThat(outcome.kind()).isEqualTo(Kind.DELIVERED);
        assertThat(asked).containsExactly("POST http://erp.invalid/events?x=1 HTTP/1.1");
        assertThat(erp.only().header("Host")).isEqualTo("erp.invalid");
    }

    @ParameterizedTest
    @EnumSource
    void tunnelsWhatIsEncryptedToItsEnd(How how) throws Exception {
        HttpsServer server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(keys.trusting()));
        server.createContext("/", exchange -> {
            try (exchange) {
                exchange.getRequestBody().readAllBytes();
                exchange.sendResponseHeaders(204, -1);
            }
        });
        server.setExecutor(threads);
        server.start();
        upstream = server.getAddress().getPort();
        URI address = URI.create("https://erp.invalid/events");

        DeliveryOutcome outcome = deliver(how.configure(FeignTransport.builder("erp", address), proxy.getLocalPort())
                .trustedCertificates(keys.certificate()));

        server.stop(0);
        assertThat(outcome.kind()).isEqualTo(Kind.DELIVERED);
        assertThat(asked).containsExactly("CONNECT erp.invalid:443 HTTP/1.1");
    }

    @Test
    void sendsNoWebhookToAnAddressInsideThroughAProxyEither() throws Exception {
        WebhookEndpoint inside =
                WebhookEndpoint.of(URI.create("http://169.254.169.254/latest"), WebhookSecret.generate());
        Webhooks webhooks = Webhooks.builder("webhook", tenant -> Optional.of(inside))
                .proxy("127.0.0.1", proxy.getLocalPort())
                .egress(EgressPolicy.builder().throughProxy().build())
                .build();
        try (TestInstance instance = new TestInstance(webhooks)) {

            DeliveryOutcome outcome = instance.transport().deliver(TestEvents.simple());

            assertThat(outcome.kind()).isEqualTo(Kind.REFUSED);
            assertThat(asked).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource({"http://proxy,3128", "me:pw@proxy,3128", "'',3128", "proxy,0", "proxy,65536"})
    void refusesWhatIsNoProxyAndRepeatsNoPassword(String host, int port) {
        assertThatExceptionOfType(InvalidValueException.class)
                .isThrownBy(() -> FeignTransport.builder("erp", erp.address()).proxy(host, port))
                .satisfies(e -> assertThat(e.field()).isEqualTo("transport.proxy"))
                .withMessageNotContaining("pw");
    }

    @Test
    void refusesASelectorBesideAPolicy() {
        FeignTransport.Builder both = FeignTransport.builder("erp", URI.create("https://erp.invalid/"))
                .proxySelector(ProxySelector.of(null))
                .egress(EgressPolicy.publicInternet());

        assertThatExceptionOfType(InvalidValueException.class)
                .isThrownBy(both::build)
                .satisfies(e -> assertThat(e.field()).isEqualTo("transport.egress"));
    }
}

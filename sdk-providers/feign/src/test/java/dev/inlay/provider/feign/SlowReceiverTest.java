package dev.inlay.provider.feign;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.inlay.provider.feign.egress.EgressPolicy;
import dev.inlay.spi.event.DeliveryOutcome;
import dev.inlay.spi.event.DeliveryOutcome.Kind;
import dev.inlay.spi.event.EventTransport;
import dev.inlay.testkit.contracts.Proves;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A receiver that sends a byte now and then, so that no single read takes long, and never comes to an end. */
@Proves("EVT-4")
@Timeout(60)
final class SlowReceiverTest {

    private final CountDownLatch over = new CountDownLatch(1);
    private final CompletableFuture<Boolean> hungUp = new CompletableFuture<>();
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();
    private ServerSocket server;
    private volatile String begin = "";

    enum Kit {
        ERP {
            @Override
            TestInstance to(URI address, Duration timeout) throws Exception {
                return new TestInstance(FeignTransport.builder("erp", address)
                        .requestTimeout(timeout)
                        .build());
            }
        },
        WEBHOOK {
            @Override
            TestInstance to(URI address, Duration timeout) throws Exception {
                WebhookEndpoint endpoint = WebhookEndpoint.of(address, WebhookSecret.generate());
                return new TestInstance(Webhooks.builder("webhook", tenant -> Optional.of(endpoint))
                        .requestTimeout(timeout)
                        .egress(EgressPolicy.builder()
                                .allow("127.0.0.1")
                                .port(address.getPort())
                                .build())
                        .build());
            }
        };

        abstract TestInstance to(URI address, Duration timeout) throws Exception;
    }

    @BeforeEach
    void open() throws Exception {
        server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
        Thread acceptor = new Thread(this::accept, "slow-receiver");
        acceptor.setDaemon(true);
        acceptor.start();
    }

    private void accept() {
        try (Socket socket = server.accept()) {
            sockets.add(socket);
            OutputStream out = socket.getOutputStream();
            out.write(begin.getBytes(US_ASCII));
            while (!over.await(20, TimeUnit.MILLISECONDS)) {
                out.write('x');
                out.flush();
            }
            hungUp.complete(false);
        } catch (IOException e) {
            hungUp.complete(true);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @AfterEach
    void close() throws Exception {
        over.countDown();
        server.close();
        for (Socket socket : sockets) {
            socket.close();
        }
    }

    private URI address() {
        return URI.create("http://127.0.0.1:" + server.getLocalPort() + "/events");
    }

    /** A call that ends while the receiver still sends has not waited for it. */
    private DeliveryOutcome deliver(Kit kit, Duration timeout) throws Exception {
        try (TestInstance instance = kit.to(address(), timeout)) {
            EventTransport transport = instance.transport();
            DeliveryOutcome outcome = transport.deliver(TestEvents.simple());

            assertThat(hungUp.get(30, TimeUnit.SECONDS))
                    .as("whether the connection was closed")
                    .isTrue();
            return outcome;
        }
    }

    @ParameterizedTest
    @EnumSource
    void doesNotWaitForAHeadThatNeverEnds(Kit kit) throws Exception {
        begin = "HTTP/1.1 200 OK\r\nX-Slow: ";

        assertThat(deliver(kit, Duration.ofSeconds(5))).hasToString("RETRY (no answer within 5000 ms)");
    }

    @ParameterizedTest
    @EnumSource
    void doesNotWaitForAStatusLineThatNeverEnds(Kit kit) throws Exception {
        begin = "HTTP/1.1 200 ";

        assertThat(deliver(kit, Duration.ofSeconds(5))).hasToString("RETRY (no answer within 5000 ms)");
    }

    @ParameterizedTest
    @EnumSource
    void takesTheStatusOfABodyThatNeverEnds(Kit kit) throws Exception {
        begin = "HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n";

        assertThat(deliver(kit, Duration.ofSeconds(20)).kind()).isEqualTo(Kind.DELIVERED);
    }
}

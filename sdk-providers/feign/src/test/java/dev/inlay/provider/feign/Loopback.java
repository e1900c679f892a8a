package dev.inlay.provider.feign;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.inlay.spi.Plugin;
import dev.inlay.spi.event.EventTransport;
import dev.inlay.testkit.contracts.EventTransportContract;
import dev.inlay.testkit.contracts.ScriptedReceiver;
import dev.inlay.testkit.contracts.ScriptedReceiver.Arrival;
import dev.inlay.testkit.contracts.TransportFixture;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A server that does what the script says, and a transport to it. */
final class Loopback implements TransportFixture {

    private final ScriptedReceiver receiver = new ScriptedReceiver();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    private final TestInstance instance;
    private final Protocol protocol;

    /** What a kind of transport puts where. */
    interface Protocol {

        Plugin to(URI address, Duration timeout);

        String idOf(Headers headers);

        byte[] payloadOf(byte[] body);

        int refusalOfTheSender();
    }

    Loopback(Protocol protocol) throws Exception {
        this.protocol = protocol;
        server.setExecutor(threads);
        server.createContext("/", this::answer);
        server.start();
        URI address = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/events");
        instance = new TestInstance(protocol.to(address, timeout()));
    }

    private void answer(HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRequestBody().readAllBytes();
        String id = protocol.idOf(exchange.getRequestHeaders());
        try (exchange) {
            switch (receiver.receive(new Arrival(id, protocol.payloadOf(body)))) {
                case ACCEPT -> exchange.sendResponseHeaders(204, -1);
                case FAIL -> exchange.sendResponseHeaders(500, -1);
                case BUSY -> {
                    exchange.getResponseHeaders()
                            .add("Retry-After", Long.toString(EventTransportContract.BUSY_FOR.toSeconds()));
                    exchange.sendResponseHeaders(429, -1);
                }
                case REFUSE -> {
                    exchange.sendResponseHeaders(422, body.length);
                    exchange.getResponseBody().write(body);
                }
                case REFUSE_SENDER -> exchange.sendResponseHeaders(protocol.refusalOfTheSender(), -1);
                case LOSE_ANSWER -> {}
                case SILENCE -> receiver.staySilent();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public EventTransport transport() {
        return instance.transport();
    }

    @Override
    public ScriptedReceiver receiver() {
        return receiver;
    }

    /** Longer than a slow machine stops at times; only the calls to a receiver that stays silent wait it out. */
    @Override
    public Duration timeout() {
        return Duration.ofSeconds(8);
    }

    @Override
    public void disconnect() {
        server.stop(0);
    }

    @Override
    public void close() {
        instance.close();
        receiver.close();
        server.stop(0);
        threads.shutdownNow();
    }
}

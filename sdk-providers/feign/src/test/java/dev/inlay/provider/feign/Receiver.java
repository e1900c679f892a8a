package dev.inlay.provider.feign;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.inlay.spi.event.Payload;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A real HTTP server on loopback that answers as it is told and remembers what it got. */
final class Receiver implements AutoCloseable {

    interface Behaviour {
        void answer(HttpExchange exchange) throws IOException;
    }

    record Received(String method, String path, Headers headers, Payload payload, InetSocketAddress from) {
        String header(String name) {
            return String.join("|", headers.getOrDefault(name, List.of()));
        }

        byte[] body() {
            return payload.bytes();
        }
    }

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<Received> received = new CopyOnWriteArrayList<>();
    private final CountDownLatch closed = new CountDownLatch(1);
    private volatile Behaviour behaviour = exchange -> status(exchange, 204);

    Receiver() throws IOException {
        this("127.0.0.1", 0);
    }

    /** On one of the many addresses of loopback. */
    Receiver(String address, int port) throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getByName(address), port), 0);
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
    }

    private void handle(HttpExchange exchange) throws IOException {
        received.add(new Received(
                exchange.getRequestMethod(),
                exchange.getRequestURI().toString(),
                exchange.getRequestHeaders(),
                Payload.of("", exchange.getRequestBody().readAllBytes()),
                exchange.getRemoteAddress()));
        try (exchange) {
            behaviour.answer(exchange);
        }
    }

    static void status(HttpExchange exchange, int status) throws IOException {
        exchange.sendResponseHeaders(status, -1);
    }

    void answers(int status) {
        behaviour = exchange -> status(exchange, status);
    }

    void answers(int status, String header, String value) {
        behaviour = exchange -> {
            exchange.getResponseHeaders().add(header, value);
            status(exchange, status);
        };
    }

    void answers(int status, byte[] body) {
        behaviour = exchange -> {
            exchange.sendResponseHeaders(status, body.length);
            try {
                exchange.getResponseBody().write(body);
            } catch (IOException e) {
                // the caller has read enough
            }
        };
    }

    void behaves(Behaviour other) {
        behaviour = other;
    }

    /** Reads the request and closes the connection without a word. */
    void losesItsAnswer() {
        behaviour = exchange -> {};
    }

    /** Answers only when the receiver is closed. */
    void neverAnswers() {
        behaviour = exchange -> awaitClose();
    }

    /** Sends a head and a little of the body, and the rest only when the receiver is closed. */
    void dribbles(int status) {
        behaviour = exchange -> {
            exchange.getResponseHeaders().add("Content-Encoding", "gzip");
            exchange.sendResponseHeaders(status, 1000);
            exchange.getResponseBody().write(1);
            exchange.getResponseBody().flush();
            awaitClose();
        };
    }

    private void awaitClose() {
        try {
            closed.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    URI address() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/events?source=inlay");
    }

    int port() {
        return server.getAddress().getPort();
    }

    List<Received> received() {
        return received;
    }

    Received only() {
        if (received.size() != 1) {
            throw new UncheckedIOException(new IOException("got " + received.size() + " requests"));
        }
        return received.get(0);
    }

    @Override
    public void close() {
        closed.countDown();
        server.stop(0);
        threads.shutdownNow();
    }
}

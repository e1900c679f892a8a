package dev.inlay.example.quickstart;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** An ERP on loopback: posts each event to its ledger, and misbehaves on purpose. */
final class LoopbackErp implements AutoCloseable {

    private final Ledger ledger = new Ledger();
    private final Mischief mischief;
    private final Duration late;
    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final ObjectMapper json = new ObjectMapper();
    private final AtomicInteger tooEarly = new AtomicInteger();
    private final AtomicInteger malformed = new AtomicInteger();

    /**
     * Starts an ERP.
     *
     * @param seed what goes wrong
     * @param late how long an answer takes that comes too late
     */
    LoopbackErp(long seed, Duration late) throws IOException {
        this.mischief = new Mischief(seed);
        this.late = late;
        this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/events", this::handle);
        server.start();
    }

    URI address() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/events");
    }

    Ledger ledger() {
        return ledger;
    }

    Mischief mischief() {
        return mischief;
    }

    /** Events that came before an earlier one of their stream, and were asked to come again. */
    int tooEarly() {
        return tooEarly.get();
    }

    /** Requests that no event could be read from. */
    int malformed() {
        return malformed.get();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            Ledger.Posting posting;
            try {
                posting = read(exchange);
            } catch (IllegalArgumentException e) {
                malformed.incrementAndGet();
                answer(exchange, 400);
                return;
            }
            Mischief.Fate fate = mischief.next(posting.tenant(), posting.claim());
            switch (fate) {
                case ERROR -> answer(exchange, 500);
                case UNAVAILABLE -> answer(exchange, 503);
                case BUSY -> {
                    exchange.getResponseHeaders().add("Retry-After", "1");
                    answer(exchange, 429);
                }
                case ANSWER_LOST -> post(posting);
                case ANSWER_LATE -> {
                    int status = post(posting);
                    awaitLateness();
                    answer(exchange, status);
                }
                case SERVED -> answer(exchange, post(posting));
            }
        }
    }

    private int post(Ledger.Posting posting) {
        return switch (ledger.receive(posting)) {
            case APPLIED, DUPLICATE -> 204;
            case CONFLICT -> 422;
            case TOO_EARLY -> {
                tooEarly.incrementAndGet();
                yield 409;
            }
        };
    }

    private Ledger.Posting read(HttpExchange exchange) throws IOException {
        JsonNode body = json.readTree(exchange.getRequestBody().readAllBytes());
        String key = header(exchange, "Idempotency-Key");
        if (key.length() < 3 || !key.startsWith("\"") || !key.endsWith("\"") || !body.hasNonNull("claim")) {
            throw new IllegalArgumentException("no key or no claim");
        }
        return new Ledger.Posting(
                key.substring(1, key.length() - 1),
                header(exchange, "ce-tenant"),
                header(exchange, "ce-streamkey"),
                Long.parseLong(header(exchange, "ce-generation")),
                Long.parseLong(header(exchange, "ce-seq")),
                body.get("claim").asText(),
                body.path("account").asText(),
                body.path("amount").asLong());
    }

    private static String header(HttpExchange exchange, String name) {
        String value = exchange.getRequestHeaders().getFirst(name);
        if (value == null) {
            throw new IllegalArgumentException("no " + name);
        }
        return URLDecoder.decode(value.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    private static void answer(HttpExchange exchange, int status) throws IOException {
        exchange.sendResponseHeaders(status, -1);
    }

    private void awaitLateness() {
        try {
            boolean ignored = closed.await(late.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        closed.countDown();
        server.stop(0);
        threads.shutdownNow();
    }
}

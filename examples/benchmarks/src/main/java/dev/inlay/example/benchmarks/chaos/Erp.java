package dev.inlay.example.benchmarks.chaos;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A receiver that nobody kills and that fails in every way: it answers 500, 503 with Retry-After, 409 and 422, closes
 * the connection before and after it applied, and takes longer than the sender waits, before and after. Thread-safe.
 */
final class Erp implements AutoCloseable {

    private static final Pattern PAYLOAD =
            Pattern.compile("\\{\"id\":\"([^\"]+)\",\"version\":(\\d+),\"delay\":(\\d+),.*");
    private static final int REFUSED_OF = 150;

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "erp");
        thread.setDaemon(true);
        return thread;
    });
    private final Ledger ledger;
    private final Random random;
    private final Set<String> refused = ConcurrentHashMap.newKeySet();
    private volatile boolean faulty = true;

    Erp(Ledger ledger, long seed) throws IOException {
        this.ledger = ledger;
        this.random = new Random(seed);
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 256);
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
    }

    String address() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** Answers everything at once from now on, or fails again. */
    void faulty(boolean wanted) {
        faulty = wanted;
    }

    int refusals() {
        return refused.size();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] body = exchange.getRequestBody().readAllBytes();
            Delivery delivery = delivery(exchange, new String(body, StandardCharsets.UTF_8));
            ledger.arrived(delivery);
            if (mustRefuse(delivery)) {
                answer(exchange, delivery, 422);
            } else {
                serve(exchange, delivery, faulty ? draw(1000) : 1000);
            }
        }
    }

    /** Some events are refused once, until an operator says that they are to be tried again. */
    private boolean mustRefuse(Delivery delivery) {
        return faulty
                && Math.floorMod((delivery.stream() + delivery.version()).hashCode(), REFUSED_OF) == 0
                && !ledger.hasApplied(delivery.eventId())
                && refused.add(delivery.eventId());
    }

    private void serve(HttpExchange exchange, Delivery delivery, int draw) throws IOException {
        if (draw < 20) {
            answer(exchange, delivery, 500);
        } else if (draw < 25) {
            exchange.getResponseHeaders().add("Retry-After", "1");
            answer(exchange, delivery, 503);
        } else if (draw < 40) {
            ledger.answered(delivery, "nothing, and did not apply");
        } else if (draw < 60) {
            ledger.apply(delivery);
            ledger.answered(delivery, "nothing, after applying");
        } else if (draw < 64) {
            beLate();
            answer(exchange, delivery, statusOf(ledger.apply(delivery)));
        } else if (draw < 68) {
            int status = statusOf(ledger.apply(delivery));
            beLate();
            answer(exchange, delivery, status);
        } else if (draw < 78) {
            answer(exchange, delivery, 409);
        } else {
            answer(exchange, delivery, statusOf(ledger.apply(delivery)));
        }
    }

    private static int statusOf(Ledger.Fate fate) {
        return switch (fate) {
            case APPLIED, KNOWN -> 204;
            case AHEAD, CONTRADICTS -> 409;
        };
    }

    private static void beLate() {
        long end = System.nanoTime() + Settings.PATIENCE.multipliedBy(2).toNanos();
        while (System.nanoTime() < end) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
        }
    }

    private void answer(HttpExchange exchange, Delivery delivery, int status) throws IOException {
        ledger.answered(delivery, "HTTP " + status);
        exchange.sendResponseHeaders(status, -1);
    }

    private int draw(int bound) {
        synchronized (random) {
            return random.nextInt(bound);
        }
    }

    private static Delivery delivery(HttpExchange exchange, String body) {
        Headers headers = exchange.getRequestHeaders();
        Matcher payload = PAYLOAD.matcher(body);
        if (!payload.matches()) {
            throw new IllegalArgumentException("not a payload of ours: " + body);
        }
        String key = headers.getFirst("ce-streamkey");
        if (key != null && !key.equals(payload.group(1))) {
            throw new IllegalArgumentException("the payload of " + payload.group(1) + " came as " + key);
        }
        String target = exchange.getRequestURI().getPath().substring(1);
        Duration waited = Duration.between(Instant.parse(headers.getFirst("ce-time")), Instant.now());
        long delay = Long.parseLong(payload.group(3));
        return new Delivery(
                Domain.stream(headers.getFirst("ce-tenant"), target, payload.group(1)),
                key != null,
                headers.getFirst("ce-id"),
                key == null ? 0 : Long.parseLong(headers.getFirst("ce-generation")),
                key == null ? 0 : Long.parseLong(headers.getFirst("ce-seq")),
                Long.parseLong(headers.getFirst("ce-epoch")),
                Integer.parseInt(headers.getFirst("ce-attempt")),
                Long.parseLong(payload.group(2)),
                delay,
                waited.toMillis() - delay);
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}

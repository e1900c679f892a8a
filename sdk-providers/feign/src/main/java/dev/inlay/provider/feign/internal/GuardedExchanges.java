package dev.inlay.provider.feign.internal;

import feign.Request;
import feign.Response;
import java.io.IOException;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManager;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.util.TimeValue;

/**
 * Feign's client on Apache's, which asks for the addresses of each connection. The exchange runs on a worker, because
 * neither a look-up nor a blocking read can be bounded or interrupted from inside.
 */
final class GuardedExchanges implements Exchanges {

    private static final Duration IDLE = Duration.ofSeconds(30);

    private final CloseableHttpClient http;
    private final PoolingHttpClientConnectionManager connections;
    private final ExecutorService workers;
    private final ScheduledExecutorService timer;
    private final Duration timeout;

    private GuardedExchanges(
            GuardedClient client, ExecutorService workers, ScheduledExecutorService timer, Duration timeout) {
        this.http = client.http();
        this.connections = client.connections();
        this.workers = workers;
        this.timer = timer;
        this.timeout = timeout;
    }

    static GuardedExchanges open(HttpSettings settings, HostLookup lookup, ThreadFactory threads) {
        GuardedClient client = GuardedClient.of(settings, lookup);
        ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1, threads);
        timer.setRemoveOnCancelPolicy(true);
        GuardedExchanges exchanges =
                new GuardedExchanges(client, Executors.newCachedThreadPool(threads), timer, settings.requestTimeout());
        long idle = IDLE.toMillis();
        Future<?> unused = timer.scheduleWithFixedDelay(exchanges::closeIdle, idle, idle, TimeUnit.MILLISECONDS);
        return exchanges;
    }

    private void closeIdle() {
        connections.closeExpired();
        connections.closeIdle(TimeValue.of(IDLE));
    }

    @Override
    public Response execute(Request request, Request.Options options) throws IOException {
        GuardedExchange exchange = new GuardedExchange(http, timer, request);
        Future<Response> running = workers.submit(exchange);
        try {
            return running.get(timeout.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            exchange.cancel();
            return exchange.headOnly().orElseThrow(() -> new HttpTimeoutException("request timed out"));
        } catch (InterruptedException e) {
            exchange.cancel();
            throw new IOException(e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException failure) {
                throw failure;
            }
            throw new IOException(e.getCause());
        }
    }

    @Override
    public void close() {
        timer.shutdownNow();
        connections.close(CloseMode.IMMEDIATE);
        http.close(CloseMode.IMMEDIATE);
        workers.shutdownNow();
    }
}

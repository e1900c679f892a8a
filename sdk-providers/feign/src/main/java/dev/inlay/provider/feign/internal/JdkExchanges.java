package dev.inlay.provider.feign.internal;

import feign.Request;
import feign.Response;
import feign.http2client.Http2Client;
import java.io.IOException;
import java.io.InputStream;
import java.net.ProxySelector;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;

/**
 * Feign's client on the JDK's, with the answer's body read away: enough of it, and for long enough, that an ordinary
 * answer leaves the connection usable. It has to be bounded here, because the JDK's request time-out ends with the head
 * of the answer, and because Feign would begin to unpack a compressed body before anybody could stop it.
 */
final class JdkExchanges implements Exchanges {

    private final HttpClient http;
    private final ExecutorService workers;
    private final ScheduledExecutorService timer;
    private final long timeoutNanos;

    private JdkExchanges(HttpClient http, ExecutorService workers, ScheduledExecutorService timer, long timeoutNanos) {
        this.http = http;
        this.workers = workers;
        this.timer = timer;
        this.timeoutNanos = timeoutNanos;
    }

    static JdkExchanges open(HttpSettings settings, ThreadFactory threads) {
        ExecutorService workers = Executors.newCachedThreadPool(threads);
        // Redirects and connect time-out as in the options of each request: Feign makes a client of its own otherwise.
        HttpClient.Builder http = HttpClient.newBuilder()
                .version(settings.http2() ? HttpClient.Version.HTTP_2 : HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(settings.connectTimeout())
                .executor(workers);
        if (settings.ssl() != null) {
            http.sslContext(settings.ssl());
        }
        if (settings.proxy() != null) {
            http.proxy(ProxySelector.of(settings.proxy()));
        } else if (settings.proxySelector() != null) {
            http.proxy(settings.proxySelector());
        }
        ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1, threads);
        timer.setRemoveOnCancelPolicy(true);
        return new JdkExchanges(
                http.build(), workers, timer, settings.requestTimeout().toNanos());
    }

    @Override
    public Response execute(Request request, Request.Options options) throws IOException {
        return new Exchange(System.nanoTime() + timeoutNanos).execute(request, options);
    }

    /** One request, which knows when all of it must have ended. */
    private final class Exchange extends Http2Client {

        private final long deadline;

        Exchange(long deadline) {
            super(http);
            this.deadline = deadline;
        }

        @Override
        protected Response toFeignResponse(Request request, HttpResponse<InputStream> answer) {
            drain(answer.body());
            return Response.builder()
                    .request(request)
                    .status(answer.statusCode())
                    .headers(new TreeMap<>(answer.headers().map()))
                    .build();
        }

        private void drain(InputStream body) {
            long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
            long patience = Math.max(0, Math.min(left, BODY_PATIENCE));
            Future<?> end = timer.schedule(() -> closeQuietly(body), patience, TimeUnit.MILLISECONDS);
            try {
                body.readNBytes(MAX_BODY);
            } catch (IOException e) {
                // The head has said all that counts.
            } finally {
                end.cancel(false);
                closeQuietly(body);
            }
        }
    }

    private static void closeQuietly(InputStream body) {
        try {
            body.close();
        } catch (IOException e) {
            // It is gone either way.
        }
    }

    /** On Java 17 to 20 the selector's thread ends only after a collection. */
    @Override
    public void close() {
        if (((Object) http) instanceof AutoCloseable closeable) {
            closeNow(closeable);
        }
        timer.shutdownNow();
        workers.shutdownNow();
    }

    /** {@code HttpClient.close()} (since 21) waits for requests in flight, unless its caller is interrupted. */
    private static void closeNow(AutoCloseable client) {
        boolean interrupted = Thread.interrupted();
        Thread.currentThread().interrupt();
        try {
            client.close();
        } catch (Exception e) {
            throw new IllegalStateException("an HTTP client closes without checked exceptions", e);
        } finally {
            Thread.interrupted();
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}

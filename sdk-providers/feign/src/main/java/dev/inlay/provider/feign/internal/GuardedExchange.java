package dev.inlay.provider.feign.internal;

import feign.Request;
import feign.Response;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.jspecify.annotations.Nullable;

/** One request on a worker's thread, which another may cancel. */
final class GuardedExchange implements Callable<Response> {

    private final CloseableHttpClient http;
    private final ScheduledExecutorService timer;
    private final Request request;
    private final HttpPost post;
    private volatile @Nullable Response head;

    GuardedExchange(CloseableHttpClient http, ScheduledExecutorService timer, Request request) {
        this.http = http;
        this.timer = timer;
        this.request = request;
        this.post = new HttpPost(URI.create(request.url()));
        request.headers().forEach((name, values) -> values.forEach(value -> post.addHeader(name, value)));
        post.setEntity(new ByteArrayEntity(request.body(), null));
    }

    @Override
    public Response call() throws IOException {
        ClassicHttpResponse answer = http.executeOpen(null, post, null);
        try {
            Response read = Response.builder()
                    .request(request)
                    .status(answer.getCode())
                    .headers(headers(answer))
                    .build();
            head = read;
            drain(answer.getEntity());
            return read;
        } finally {
            closeQuietly(answer);
        }
    }

    /** Closing reads on, which fails once the connection was cut off in the middle of a body. */
    private static void closeQuietly(ClassicHttpResponse answer) {
        try {
            answer.close();
        } catch (IOException e) {
            // The head has said all that counts.
        }
    }

    private static Map<String, Collection<String>> headers(ClassicHttpResponse answer) {
        Map<String, Collection<String>> headers = new TreeMap<>();
        for (Header header : answer.getHeaders()) {
            headers.computeIfAbsent(header.getName().toLowerCase(Locale.ROOT), any -> new ArrayList<>())
                    .add(header.getValue());
        }
        return headers;
    }

    private void drain(@Nullable HttpEntity entity) {
        Future<?> end = timer.schedule(post::cancel, Exchanges.BODY_PATIENCE, TimeUnit.MILLISECONDS);
        try (InputStream body = entity == null ? InputStream.nullInputStream() : entity.getContent()) {
            if (body.readNBytes(Exchanges.MAX_BODY).length == Exchanges.MAX_BODY) {
                post.cancel(); // closing the body would read it to its end
            }
        } catch (IOException e) {
            // The head has said all that counts.
        } finally {
            end.cancel(false);
        }
    }

    /** Closes the connection, wherever the exchange has come to. */
    void cancel() {
        post.cancel();
    }

    /** What the receiver said before it was cut off. */
    Optional<Response> headOnly() {
        return Optional.ofNullable(head);
    }
}

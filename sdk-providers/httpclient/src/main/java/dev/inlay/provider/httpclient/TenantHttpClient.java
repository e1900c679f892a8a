package dev.inlay.provider.httpclient;

import dev.inlay.api.Inlay;
import dev.inlay.api.error.InvalidValueException;
import dev.inlay.api.tenant.TenantPropagation;
import java.io.IOException;
import java.net.Authenticator;
import java.net.CookieHandler;
import java.net.ProxySelector;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.PushPromiseHandler;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import org.jspecify.annotations.Nullable;

/**
 * A client that adds {@link TenantPropagation#HEADER}, made afresh for the bound tenant, to each request for a host
 * that {@link dev.inlay.api.tenant.PropagationOptions.Builder#sendTo} lists, and to no other. A header of that name
 * that the request already has is dropped, whoever put it there. A request for a listed host fails with
 * {@link dev.inlay.api.tenant.NoTenantException} where no tenant is bound; requests for others need none.
 *
 * <p>The wrapped client must not follow redirects: it would send the same header on to wherever an answer points. A
 * host that follows one itself sends a new request through this client, which decides anew. One request is one header:
 * the JDK repeats a failed {@code GET} by itself ({@code jdk.httpclient.enableAllMethodRetry},
 * {@code jdk.httpclient.disableRetryConnect}), and a repeated header is refused as a replay where the first had
 * arrived.
 *
 * <p>{@link HttpResponse.BodyHandler}s run under the tenant that sent the request. Stages of a future that was returned
 * under a tenant run under whoever attaches them; where no tenant was bound, the future is the wrapped client's own and
 * carries nobody. Cancelling the future cancels the request. WebSockets are not offered. The life of the wrapped client
 * stays the host's, so on Java 21 and later it is that one that is to be closed. Thread-safe.
 *
 * @since 0.1
 */
public final class TenantHttpClient extends HttpClient {

    private final Inlay inlay;
    private final HttpClient client;

    private TenantHttpClient(Inlay inlay, HttpClient client) {
        this.inlay = inlay;
        this.client = client;
    }

    /**
     * Wraps a client.
     *
     * @param inlay issues the headers
     * @param client sends the requests
     * @return a client that adds the header
     * @throws InvalidValueException for {@code httpClient.followRedirects} when the client follows redirects
     */
    public static TenantHttpClient on(Inlay inlay, HttpClient client) {
        Objects.requireNonNull(inlay, "inlay");
        if (client.followRedirects() != Redirect.NEVER) {
            throw new InvalidValueException(
                    "httpClient.followRedirects",
                    "must be NEVER, or the tenant header would follow a redirect to any host; follow it in your own"
                            + " code with a new request");
        }
        return new TenantHttpClient(inlay, client);
    }

    private HttpRequest prepared(HttpRequest request) {
        HttpRequest.Builder prepared =
                HttpRequest.newBuilder(request, (name, value) -> !TenantPropagation.HEADER.equalsIgnoreCase(name));
        inlay.propagation()
                .headerFor(request.uri())
                .ifPresent(header -> prepared.setHeader(TenantPropagation.HEADER, header));
        return prepared.build();
    }

    /**
     * Sends a request and blocks for its answer.
     *
     * @throws dev.inlay.api.tenant.NoTenantException for a listed host when no tenant is bound
     * @throws IOException as the wrapped client
     * @throws InterruptedException as the wrapped client
     */
    @Override
    public <T> HttpResponse<T> send(HttpRequest request, BodyHandler<T> handler)
            throws IOException, InterruptedException {
        return client.send(prepared(request), Carrying.bound(inlay.tenants()).wrap(handler));
    }

    /**
     * Sends a request and does not block. The stages of the answer carry tenants, as
     * {@link dev.inlay.api.tenant.Tenants#newFuture()} says, where a tenant is bound now.
     *
     * @throws dev.inlay.api.tenant.NoTenantException for a listed host when no tenant is bound
     */
    @Override
    public <T> CompletableFuture<HttpResponse<T>> sendAsync(HttpRequest request, BodyHandler<T> handler) {
        return sendAsync(request, handler, null);
    }

    /**
     * Sends a request and does not block. The stages of the answer carry tenants, as
     * {@link dev.inlay.api.tenant.Tenants#newFuture()} says, where a tenant is bound now.
     *
     * @throws dev.inlay.api.tenant.NoTenantException for a listed host when no tenant is bound
     */
    @Override
    public <T> CompletableFuture<HttpResponse<T>> sendAsync(
            HttpRequest request, BodyHandler<T> handler, @Nullable PushPromiseHandler<T> pushes) {
        Carrying carrying = Carrying.bound(inlay.tenants());
        HttpRequest prepared = prepared(request);
        return carrying.wrap(client.sendAsync(prepared, carrying.wrap(handler), carrying.wrap(pushes)));
    }

    @Override
    public Optional<CookieHandler> cookieHandler() {
        return client.cookieHandler();
    }

    @Override
    public Optional<Duration> connectTimeout() {
        return client.connectTimeout();
    }

    @Override
    public Redirect followRedirects() {
        return client.followRedirects();
    }

    @Override
    public Optional<ProxySelector> proxy() {
        return client.proxy();
    }

    @Override
    public SSLContext sslContext() {
        return client.sslContext();
    }

    @Override
    public SSLParameters sslParameters() {
        return client.sslParameters();
    }

    @Override
    public Optional<Authenticator> authenticator() {
        return client.authenticator();
    }

    @Override
    public Version version() {
        return client.version();
    }

    @Override
    public Optional<Executor> executor() {
        return client.executor();
    }
}

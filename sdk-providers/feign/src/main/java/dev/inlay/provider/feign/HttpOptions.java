package dev.inlay.provider.feign;

import dev.inlay.api.error.InvalidValueException;
import dev.inlay.provider.feign.egress.EgressPolicy;
import dev.inlay.provider.feign.internal.HttpSettings;
import dev.inlay.provider.feign.internal.Tls;
import java.net.InetSocketAddress;
import java.net.ProxySelector;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * What can be said of how requests are sent, whoever they go to. Not thread-safe.
 *
 * @param <B> the builder itself
 * @since 0.1
 */
public abstract class HttpOptions<B extends HttpOptions<B>> {

    Duration connectTimeout = Duration.ofSeconds(2);
    Duration requestTimeout = Duration.ofSeconds(10);
    List<X509Certificate> trusted = List.of();
    boolean http2;

    @Nullable
    SSLContext sslContext;

    @Nullable
    InetSocketAddress proxy;

    @Nullable
    ProxySelector proxySelector;

    @Nullable
    EgressPolicy egress;

    HttpOptions() {}

    abstract B self();

    /**
     * Sets how long a connection to one address may take.
     *
     * @param timeout 1 ms to 1 minute; default 2 s
     * @return this builder
     * @throws InvalidValueException for {@code transport.connectTimeout}
     */
    public B connectTimeout(Duration timeout) {
        this.connectTimeout = between("transport.connectTimeout", timeout, Duration.ofMinutes(1));
        return self();
    }

    /**
     * Sets how long an attempt may take as a whole: from the look-up of the host to what is read of the answer, however
     * slowly the receiver sends it.
     *
     * @param timeout 1 ms to 10 minutes; default 10 s; keep it below the lease of a shard
     * @return this builder
     * @throws InvalidValueException for {@code transport.requestTimeout}
     */
    public B requestTimeout(Duration timeout) {
        this.requestTimeout = between("transport.requestTimeout", timeout, Duration.ofMinutes(10));
        return self();
    }

    private static Duration between(String field, Duration value, Duration max) {
        if (value.toMillis() < 1 || value.compareTo(max) > 0) {
            throw new InvalidValueException(field, "must be 1 ms to " + max + ", was " + value);
        }
        return Duration.ofMillis(value.toMillis());
    }

    /**
     * Sets which certificates a receiver's own may lead to, in the place of those that the JVM trusts.
     *
     * @param certificates of authorities, or of the receiver itself; at least one
     * @return this builder
     * @throws InvalidValueException for {@code transport.trustedCertificates}
     */
    public B trustedCertificates(X509Certificate... certificates) {
        if (certificates.length == 0) {
            throw new InvalidValueException("transport.trustedCertificates", "must have at least one");
        }
        this.trusted = List.of(certificates);
        return self();
    }

    /**
     * Sends everything through an HTTP proxy: by {@code CONNECT} to receivers with {@code https}, in absolute form
     * otherwise (RFC 9112 §3.2.2). The proxy gets no credentials; where it asks for some (407), the target is unusable.
     *
     * @param host a name, looked up when it is used, or an address; without scheme, user info and port
     * @param port 1 to 65535
     * @return this builder
     * @throws InvalidValueException for {@code transport.proxy}
     */
    public B proxy(String host, int port) {
        if (!host.matches("[0-9A-Za-z._-]+|[0-9A-Fa-f:.]+") || port < 1 || port > 65535) {
            throw new InvalidValueException(
                    "transport.proxy", "must be a host without scheme and user info, and a port of 1 to 65535");
        }
        this.proxy = InetSocketAddress.createUnresolved(host, port);
        return self();
    }

    /** Checks what does not go together, once all is said. */
    final HttpSettings http(@Nullable KeyManager keys) {
        boolean own = keys != null || !trusted.isEmpty();
        if (own && sslContext != null) {
            throw new InvalidValueException(
                    "transport.sslContext", "stands against a client certificate and trusted certificates");
        }
        if (egress != null) {
            checkGuarded(egress);
        }
        return new HttpSettings(
                connectTimeout,
                requestTimeout,
                http2,
                own ? Tls.context(keys, trusted) : sslContext,
                proxy,
                proxySelector,
                egress);
    }

    private void checkGuarded(EgressPolicy policy) {
        if (http2 || proxySelector != null) {
            throw new InvalidValueException(
                    "transport.egress", "goes neither with HTTP/2 nor with a selector of proxies");
        }
        if (proxy != null && !policy.allowsProxy()) {
            throw new InvalidValueException(
                    "transport.egress",
                    "cannot hold behind a proxy, which looks hosts up by itself; let the proxy keep to a policy and say"
                            + " EgressPolicy.builder().throughProxy()");
        }
    }
}

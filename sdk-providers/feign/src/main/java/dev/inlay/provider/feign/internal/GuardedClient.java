package dev.inlay.provider.feign.internal;

import dev.inlay.provider.feign.egress.EgressPolicy;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.NoSuchAlgorithmException;
import java.util.Objects;
import javax.net.ssl.SSLContext;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.SystemDefaultDnsResolver;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.client5.http.impl.io.ManagedHttpClientConnectionFactory;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManager;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.ssl.ClientTlsStrategyBuilder;
import org.apache.hc.client5.http.ssl.HostnameVerificationPolicy;
import org.apache.hc.client5.http.ssl.TlsSocketStrategy;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.io.SocketConfig;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;

/**
 * Apache's client, with all of its own ideas switched off: no redirects, repeats, cookies, credentials, compression or
 * upgrades, and no address but those of a {@link GuardedLookup}.
 *
 * @param http sends
 * @param connections what it holds open
 */
record GuardedClient(CloseableHttpClient http, PoolingHttpClientConnectionManager connections) {

    private static final int MOST_CONNECTIONS = 2_000;
    private static final int MOST_PER_HOST = 200;
    private static final int LONGEST_LINE = 16 * 1024;
    private static final int MOST_HEADERS = 200;

    static GuardedClient of(HttpSettings settings, HostLookup lookup) {
        PoolingHttpClientConnectionManager connections = connections(settings, lookup);
        Timeout timeout = Timeout.of(settings.requestTimeout());
        HttpClientBuilder http = HttpClientBuilder.create()
                .setConnectionManager(connections)
                .setDefaultRequestConfig(RequestConfig.custom()
                        .setConnectionRequestTimeout(timeout)
                        .setResponseTimeout(timeout)
                        .setRedirectsEnabled(false)
                        .setAuthenticationEnabled(false)
                        .setProtocolUpgradeEnabled(false)
                        .setHardCancellationEnabled(true)
                        .build())
                .disableRedirectHandling()
                .disableAutomaticRetries()
                .disableCookieManagement()
                .disableAuthCaching()
                .disableContentCompression()
                .disableDefaultUserAgent();
        InetSocketAddress proxy = settings.proxy();
        if (proxy != null) {
            http.setProxy(new HttpHost(proxy.getHostString(), proxy.getPort()));
        }
        return new GuardedClient(http.build(), connections);
    }

    private static PoolingHttpClientConnectionManager connections(HttpSettings settings, HostLookup lookup) {
        Timeout timeout = Timeout.of(settings.requestTimeout());
        return PoolingHttpClientConnectionManagerBuilder.create()
                .setDnsResolver(resolver(settings, lookup))
                .setTlsSocketStrategy(tls(settings))
                .setConnectionFactory(ManagedHttpClientConnectionFactory.builder()
                        .http1Config(Http1Config.custom()
                                .setMaxLineLength(LONGEST_LINE)
                                .setMaxHeaderCount(MOST_HEADERS)
                                .build())
                        .build())
                .setDefaultSocketConfig(
                        SocketConfig.custom().setSoTimeout(timeout).build())
                .setDefaultConnectionConfig(ConnectionConfig.custom()
                        .setConnectTimeout(Timeout.of(settings.connectTimeout()))
                        .setSocketTimeout(timeout)
                        .setTimeToLive(TimeValue.ofMinutes(2)) // then the address is looked up and checked again
                        .setValidateAfterInactivity(TimeValue.ofSeconds(1))
                        .build())
                .setMaxConnTotal(MOST_CONNECTIONS)
                .setMaxConnPerRoute(MOST_PER_HOST)
                .build();
    }

    /** With a proxy only its own name is looked up here, which the operator chose. */
    private static DnsResolver resolver(HttpSettings settings, HostLookup lookup) {
        EgressPolicy policy = Objects.requireNonNull(settings.egress(), "a guarded client has a policy");
        return settings.proxy() != null ? SystemDefaultDnsResolver.INSTANCE : new GuardedLookup(lookup, policy);
    }

    private static TlsSocketStrategy tls(HttpSettings settings) {
        try {
            return ClientTlsStrategyBuilder.create()
                    .setSslContext(settings.ssl() != null ? settings.ssl() : SSLContext.getDefault())
                    .setHostVerificationPolicy(HostnameVerificationPolicy.BUILTIN)
                    .buildClassic();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("the JVM has no TLS", e);
        }
    }

    /** Asks the JVM. */
    static HostLookup ofTheJvm() {
        return InetAddress::getAllByName;
    }
}

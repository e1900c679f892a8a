package dev.inlay.provider.feign.internal;

import dev.inlay.provider.feign.egress.EgressPolicy;
import java.net.InetSocketAddress;
import java.net.ProxySelector;
import java.time.Duration;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * How requests are sent.
 *
 * @param connectTimeout how long one connection may take
 * @param requestTimeout how long all of it may take
 * @param http2 whether HTTP/2 is offered
 * @param ssl {@code null}: that of the JVM
 * @param proxy not looked up; {@code null}: what the selector says
 * @param proxySelector {@code null}: that of the JVM, or none where a policy holds
 * @param egress {@code null}: every address may be reached
 */
public record HttpSettings(
        Duration connectTimeout,
        Duration requestTimeout,
        boolean http2,
        @Nullable SSLContext ssl,
        @Nullable InetSocketAddress proxy,
        @Nullable ProxySelector proxySelector,
        @Nullable EgressPolicy egress) {}

package dev.inlay.provider.feign;

import dev.inlay.api.error.InvalidValueException;
import dev.inlay.spi.Contributions;
import dev.inlay.spi.Plugin;
import dev.inlay.spi.PluginContext;
import dev.inlay.spi.PluginDescriptor;
import dev.inlay.spi.SpiVersion;
import dev.inlay.spi.event.EventTransport;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * Sends each event of one target as a POST to one address, and reads the answer so:
 *
 * <table>
 * <caption>What an answer means</caption>
 * <tr><th>answer</th><th>outcome</th></tr>
 * <tr><td>2xx</td><td>delivered</td></tr>
 * <tr><td>408, 409, 425, 429, 5xx</td><td>tried again, not before {@code Retry-After} (RFC 9110 §10.2.3) if given</td></tr>
 * <tr><td>3xx, 401, 403, 404, 407, 410</td><td>the target is unusable: it pauses and nothing is parked</td></tr>
 * <tr><td>any other 4xx</td><td>refused: the event is parked</td></tr>
 * <tr><td>none: no connection, time-out, connection lost</td><td>tried again</td></tr>
 * </table>
 *
 * <p>Redirects are never followed. The status decides; of the body at most 2 KiB are read, for at most one second, so
 * that the connection can serve again, and nothing of it is kept. Reasons name the status or the kind of failure, never
 * an address, a header or a payload.
 *
 * <p>Thread-safe. The threads of the HTTP client belong to the instance and end with it; on Java 17 to 20 the JDK
 * client cannot be closed, and its selector thread and idle connections end only after a garbage collection.
 *
 * @since 0.1
 */
public final class FeignTransport implements Plugin {

    private final HttpDelivery delivery;

    private FeignTransport(HttpDelivery delivery) {
        this.delivery = delivery;
    }

    /**
     * A transport with every default.
     *
     * @param target the name of the target: lower-case words joined by hyphens, at most 60 characters
     * @param address where to post, {@code http} or {@code https}
     * @return a plug-in to install; does no I/O before it starts
     * @throws InvalidValueException for {@code transport.target} or {@code transport.address}
     */
    public static FeignTransport to(String target, URI address) {
        return builder(target, address).build();
    }

    /**
     * Begins a transport.
     *
     * @param target the name of the target: lower-case words joined by hyphens, at most 60 characters
     * @param address where to post, {@code http} or {@code https}, without user info and fragment; credentials go into
     *     {@link Builder#headers(Supplier)}
     * @return a builder
     * @throws InvalidValueException for {@code transport.target} or {@code transport.address}
     */
    public static Builder builder(String target, URI address) {
        return new Builder(target, address);
    }

    @Override
    public PluginDescriptor descriptor() {
        return PluginDescriptor.of("inlay.feign." + delivery.target(), "0.1.0", SpiVersion.of(0, 1));
    }

    @Override
    public void contribute(Contributions contributions) {
        contributions.add(EventTransport.class, delivery);
    }

    @Override
    public void start(PluginContext context) {
        delivery.open(context);
    }

    @Override
    public void close() {
        delivery.close();
    }

    /** Collects a transport. Not thread-safe. */
    public static final class Builder {

        final String target;
        final URI address;
        Duration connectTimeout = Duration.ofSeconds(2);
        Duration requestTimeout = Duration.ofSeconds(10);
        Supplier<Map<String, String>> headers = Map::of;
        CloudEventsMode mode = CloudEventsMode.BINARY;
        IdempotencyKeyStyle keyStyle = IdempotencyKeyStyle.QUOTED;
        boolean http2;
        boolean sealed;

        @Nullable
        SSLContext sslContext;

        private Builder(String target, URI address) {
            this.target = EventTransport.checkTarget(target);
            this.address = address;
            problemOf(address).ifPresent(problem -> {
                throw new InvalidValueException("transport.address", problem);
            });
        }

        private static Optional<String> problemOf(URI address) {
            if (!"http".equalsIgnoreCase(address.getScheme()) && !"https".equalsIgnoreCase(address.getScheme())) {
                return Optional.of("must begin with http:// or https://");
            }
            if (address.getHost() == null) {
                return Optional.of("must name a host");
            }
            if (address.getRawUserInfo() != null || address.getRawFragment() != null) {
                return Optional.of("must have no user info and no fragment; credentials go into a header");
            }
            return Optional.empty();
        }

        /**
         * Sets how long a connection may take.
         *
         * @param timeout 1 ms to 1 minute; default 2 s
         * @return this builder
         * @throws InvalidValueException for {@code transport.connectTimeout}
         */
        public Builder connectTimeout(Duration timeout) {
            this.connectTimeout = between("transport.connectTimeout", timeout, Duration.ofMinutes(1));
            return this;
        }

        /**
         * Sets how long the receiver may take from the request to the head of its answer.
         *
         * @param timeout 1 ms to 10 minutes; default 10 s; keep it below the lease of a shard
         * @return this builder
         * @throws InvalidValueException for {@code transport.requestTimeout}
         */
        public Builder requestTimeout(Duration timeout) {
            this.requestTimeout = between("transport.requestTimeout", timeout, Duration.ofMinutes(10));
            return this;
        }

        private static Duration between(String field, Duration value, Duration max) {
            if (value.toMillis() < 1 || value.compareTo(max) > 0) {
                throw new InvalidValueException(field, "must be 1 ms to " + max + ", was " + value);
            }
            return Duration.ofMillis(value.toMillis());
        }

        /**
         * Adds headers of your own, such as {@code Authorization}. Asked before every attempt, on the thread that
         * sends, so a token may be renewed; when it throws, the attempt counts as failed. It may not set what the
         * transport sets itself ({@code ce-…}, {@code Content-Type}, {@code Idempotency-Key}): the target is unusable
         * then.
         *
         * @param headers names and values; default none; must be thread-safe and quick
         * @return this builder
         */
        public Builder headers(Supplier<Map<String, String>> headers) {
            this.headers = Objects.requireNonNull(headers, "headers");
            return this;
        }

        /**
         * Sets how the event is laid into the request.
         *
         * @param mode default {@link CloudEventsMode#BINARY}
         * @return this builder
         */
        public Builder mode(CloudEventsMode mode) {
            this.mode = Objects.requireNonNull(mode, "mode");
            return this;
        }

        /**
         * Sets how the {@code Idempotency-Key} is written.
         *
         * @param style default {@link IdempotencyKeyStyle#QUOTED}
         * @return this builder
         */
        public Builder idempotencyKey(IdempotencyKeyStyle style) {
            this.keyStyle = Objects.requireNonNull(style, "style");
            return this;
        }

        /**
         * Offers HTTP/2 to the receiver. Default: HTTP/1.1 only, where one bad connection harms one request.
         *
         * @return this builder
         */
        public Builder http2() {
            this.http2 = true;
            return this;
        }

        /**
         * Sends a seal of the tenant beside each event, in {@link dev.inlay.api.tenant.TenantPropagation#SEAL_HEADER}:
         * bound to the event's type as the topic, to its id, and to the bytes of the request's body. A receiver
         * verifies it with {@link dev.inlay.api.tenant.TenantPropagation#verify(dev.inlay.api.tenant.ReceivedHeader,
         * dev.inlay.api.tenant.MessageBinding)}. Of the {@code ce-} headers of the binary mode it covers type, id and
         * tenant; in the structured mode everything is in the body. Default: none. An instance without keys or without
         * a name among services does not start then.
         *
         * @return this builder
         */
        public Builder sealed() {
            this.sealed = true;
            return this;
        }

        /**
         * Sets what proves the two sides to each other over TLS, for example with a client certificate.
         *
         * @param sslContext default that of the JVM
         * @return this builder
         */
        public Builder sslContext(SSLContext sslContext) {
            this.sslContext = Objects.requireNonNull(sslContext, "sslContext");
            return this;
        }

        /**
         * Builds the plug-in. Does no I/O.
         *
         * @return a plug-in to install
         */
        public FeignTransport build() {
            return new FeignTransport(new HttpDelivery(this));
        }
    }
}

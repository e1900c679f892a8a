package dev.inlay.provider.feign;

import dev.inlay.api.error.InvalidValueException;
import dev.inlay.provider.feign.egress.EgressPolicy;
import dev.inlay.provider.feign.internal.HttpSettings;
import dev.inlay.spi.Contributions;
import dev.inlay.spi.Plugin;
import dev.inlay.spi.PluginContext;
import dev.inlay.spi.PluginDescriptor;
import dev.inlay.spi.SpiVersion;
import dev.inlay.spi.event.Credential.Kind;
import dev.inlay.spi.event.EventTransport;
import java.net.ProxySelector;
import java.net.URI;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
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
 * <p>Credentials are named here and kept elsewhere, in a {@link dev.inlay.spi.event.CredentialSource}. One that it does
 * not know keeps the instance from getting ready, and {@code state()} names it; one that is gone later makes the target
 * unusable, and parks nothing.
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
     *     {@link Builder#bearer}
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

    /** What a builder has collected. */
    record Settings(
            String target,
            URI address,
            HttpSettings http,
            CloudEventsMode mode,
            IdempotencyKeyStyle keyStyle,
            boolean sealed,
            Supplier<Map<String, String>> headers,
            @Nullable String authorization,
            @Nullable String certificate,
            CertificateKeys certificateKeys,
            Map<String, Kind> credentials) {}

    /** Collects a transport. Not thread-safe. */
    public static final class Builder extends HttpOptions<Builder> {

        private final String target;
        private final URI address;
        private final Map<String, Kind> credentials = new TreeMap<>();
        private Supplier<Map<String, String>> headers = Map::of;
        private CloudEventsMode mode = CloudEventsMode.BINARY;
        private IdempotencyKeyStyle keyStyle = IdempotencyKeyStyle.QUOTED;
        private boolean sealed;
        private @Nullable String authorization;
        private @Nullable String certificate;

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
                return Optional.of("must have no user info and no fragment; name a credential instead");
            }
            return Optional.empty();
        }

        @Override
        Builder self() {
            return this;
        }

        /**
         * Sends a token in {@code Authorization} (RFC 6750).
         *
         * @param credential what the {@link dev.inlay.spi.event.CredentialSource} calls it; may be rotated there
         * @return this builder
         * @throws InvalidValueException for {@code transport.credential} when another one is named already
         */
        public Builder bearer(String credential) {
            return authorization(credential, Kind.TOKEN);
        }

        /**
         * Sends a user's name and password in {@code Authorization} (RFC 7617).
         *
         * @param credential as for {@link #bearer}
         * @return this builder
         * @throws InvalidValueException for {@code transport.credential} when another one is named already
         */
        public Builder basic(String credential) {
            return authorization(credential, Kind.PASSWORD);
        }

        private Builder authorization(String credential, Kind kind) {
            if (authorization != null) {
                throw new InvalidValueException("transport.credential", "must be one token or one password");
            }
            this.authorization = named(credential, kind);
            return this;
        }

        /**
         * Shows a certificate to a receiver that asks for one (mutual TLS). Handshakes after a rotation show the new
         * one.
         *
         * @param credential as for {@link #bearer}
         * @return this builder
         * @throws InvalidValueException for {@code transport.credential} when another one is named already
         */
        public Builder clientCertificate(String credential) {
            if (certificate != null) {
                throw new InvalidValueException("transport.credential", "must be one certificate");
            }
            this.certificate = named(credential, Kind.CERTIFICATE);
            return this;
        }

        private String named(String credential, Kind kind) {
            if (credential.isBlank() || credentials.putIfAbsent(credential, kind) != null) {
                throw new InvalidValueException("transport.credential", "must have a name, which is used once");
            }
            return credential;
        }

        /**
         * Adds headers of your own. Asked before every attempt, on the thread that sends; when it throws, the attempt
         * counts as failed. It may not set what the transport sets itself ({@code ce-…}, {@code Content-Type},
         * {@code Idempotency-Key}): the target is unusable then.
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
         * Sets what proves the two sides to each other over TLS, where {@link #clientCertificate} and
         * {@link #trustedCertificates} do not say enough.
         *
         * @param sslContext default that of the JVM
         * @return this builder
         */
        public Builder sslContext(SSLContext sslContext) {
            this.sslContext = Objects.requireNonNull(sslContext, "sslContext");
            return this;
        }

        /**
         * Sets which proxy serves the address.
         *
         * @param selector default that of the JVM ({@code https.proxyHost} and others); must be thread-safe
         * @return this builder
         */
        public Builder proxySelector(ProxySelector selector) {
            this.proxySelector = Objects.requireNonNull(selector, "selector");
            return this;
        }

        /**
         * Keeps to a policy, for an address that was not chosen by the operator. Requests then go out over HTTP/1.1
         * with Apache's client, because the JDK's cannot be told which address to connect to.
         *
         * @param policy default none: every address may be reached
         * @return this builder
         */
        public Builder egress(EgressPolicy policy) {
            this.egress = Objects.requireNonNull(policy, "policy");
            return this;
        }

        /**
         * Builds the plug-in. Does no I/O.
         *
         * @return a plug-in to install
         * @throws InvalidValueException for {@code transport.address}, {@code transport.egress} or
         *     {@code transport.sslContext}, where one setting stands against another
         */
        public FeignTransport build() {
            Optional.ofNullable(egress)
                    .flatMap(policy -> policy.objectionTo(address))
                    .ifPresent(objection -> {
                        throw new InvalidValueException("transport.address", objection);
                    });
            CertificateKeys keys = new CertificateKeys();
            return new FeignTransport(new HttpDelivery(new Settings(
                    target,
                    address,
                    http(certificate == null ? null : keys),
                    mode,
                    keyStyle,
                    sealed,
                    headers,
                    authorization,
                    certificate,
                    keys,
                    Map.copyOf(credentials))));
        }
    }
}

package dev.inlay.provider.feign;

import dev.inlay.api.error.InvalidValueException;
import dev.inlay.provider.feign.egress.EgressPolicy;
import dev.inlay.provider.feign.internal.HostLookup;
import dev.inlay.spi.Contributions;
import dev.inlay.spi.Plugin;
import dev.inlay.spi.PluginContext;
import dev.inlay.spi.PluginDescriptor;
import dev.inlay.spi.SpiVersion;
import dev.inlay.spi.event.EventTransport;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Objects;

/**
 * Sends each event of one target to the endpoint of its tenant, signed as <a
 * href="https://www.standardwebhooks.com">Standard Webhooks</a> says: {@code webhook-id} is the event's id, the same on
 * every attempt, and what a receiver tells repeats by; {@code webhook-timestamp} is the time of the attempt;
 * {@code webhook-signature} is one {@code v1} signature (HMAC SHA-256) per secret.
 *
 * <table>
 * <caption>What an answer means</caption>
 * <tr><th>answer</th><th>outcome</th></tr>
 * <tr><td>2xx</td><td>delivered</td></tr>
 * <tr><td>410</td><td>the tenant's events for this target are held until an operator resumes them</td></tr>
 * <tr><td>3xx, 401, 403, 404, 407, 408, 409, 425, 429, 5xx, none</td><td>tried again, not before
 *     {@code Retry-After}: one tenant's endpoint never pauses the target for the others</td></tr>
 * <tr><td>any other 4xx</td><td>refused: the event is parked</td></tr>
 * </table>
 *
 * <p>An event is parked, with its reason, when its tenant has no endpoint, and when the {@link EgressPolicy} does not
 * let the endpoint be reached. The events of a tenant that {@linkplain WebhookEndpoint#none() asked for none} count as
 * delivered. While an endpoint is {@linkplain WebhookEndpoint.Builder#enabled disabled}, its events wait; once it is
 * enabled they go out by themselves. Redirects are never followed. Reasons hold no address, so a tenant that reads them
 * learns nothing of the network.
 *
 * <p>Thread-safe. The proxy settings of the JVM are not used.
 *
 * @since 0.1
 */
public final class Webhooks implements Plugin {

    private final WebhookDelivery delivery;

    private Webhooks(WebhookDelivery delivery) {
        this.delivery = delivery;
    }

    /**
     * A transport with every default.
     *
     * @param target the name of the target: lower-case words joined by hyphens, at most 60 characters
     * @param endpoints knows the tenants' endpoints
     * @return a plug-in to install; does no I/O before it starts
     * @throws InvalidValueException for {@code transport.target}
     */
    public static Webhooks to(String target, WebhookEndpoints endpoints) {
        return builder(target, endpoints).build();
    }

    /**
     * Begins a transport.
     *
     * @param target the name of the target: lower-case words joined by hyphens, at most 60 characters
     * @param endpoints knows the tenants' endpoints
     * @return a builder
     * @throws InvalidValueException for {@code transport.target}
     */
    public static Builder builder(String target, WebhookEndpoints endpoints) {
        return new Builder(target, endpoints);
    }

    @Override
    public PluginDescriptor descriptor() {
        return PluginDescriptor.of("inlay.webhooks." + delivery.target(), "0.1.0", SpiVersion.of(0, 1));
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
    public static final class Builder extends HttpOptions<Builder> {

        private static final Duration LONGEST_MEMORY = Duration.ofMinutes(10);

        private final String target;
        private final WebhookEndpoints endpoints;
        private EgressPolicy policy = EgressPolicy.publicInternet();
        private WebhookFormat format = WebhookFormat.STANDARD;
        private Duration lookAgainAfter = Duration.ofSeconds(30);
        private HostLookup lookup = InetAddress::getAllByName;

        private Builder(String target, WebhookEndpoints endpoints) {
            this.target = EventTransport.checkTarget(target);
            this.endpoints = Objects.requireNonNull(endpoints, "endpoints");
        }

        @Override
        Builder self() {
            return this;
        }

        /**
         * Sets where endpoints may be.
         *
         * @param policy default {@link EgressPolicy#publicInternet()}
         * @return this builder
         */
        public Builder egress(EgressPolicy policy) {
            this.policy = Objects.requireNonNull(policy, "policy");
            return this;
        }

        /**
         * Sets what the body looks like.
         *
         * @param format default {@link WebhookFormat#STANDARD}
         * @return this builder
         */
        public Builder format(WebhookFormat format) {
            this.format = Objects.requireNonNull(format, "format");
            return this;
        }

        /**
         * Sets how long what is known of an endpoint is good. A change, such as a disabled endpoint, is in force after
         * this time at the latest; while {@link WebhookEndpoints} fails, after ten minutes. That a tenant has no
         * endpoint, or asked for no events, is not remembered: the next event is sent to the one that it has by then.
         *
         * @param time 0 to 10 minutes; default 30 s
         * @return this builder
         * @throws InvalidValueException for {@code webhook.lookAgainAfter}
         */
        public Builder lookAgainAfter(Duration time) {
            if (time.isNegative() || time.compareTo(LONGEST_MEMORY) > 0) {
                throw new InvalidValueException(
                        "webhook.lookAgainAfter", "must be 0 to " + LONGEST_MEMORY + ", was " + time);
            }
            this.lookAgainAfter = time;
            return this;
        }

        /** Looks hosts up in another way, for tests. */
        Builder lookup(HostLookup lookup) {
            this.lookup = lookup;
            return this;
        }

        /**
         * Builds the plug-in. Does no I/O.
         *
         * @return a plug-in to install
         * @throws InvalidValueException for {@code transport.egress} when there is a proxy and the policy does not
         *     allow one
         */
        public Webhooks build() {
            this.egress = policy;
            return new Webhooks(new WebhookDelivery(new WebhookDelivery.Settings(
                    target, endpoints, http(null), policy, lookup, format, lookAgainAfter)));
        }
    }
}

package dev.inlay.provider.feign;

import dev.inlay.api.error.InvalidValueException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/**
 * Where a tenant wants its events, and how they are signed. Immutable; prints neither its URL, which may hold a token,
 * nor a secret.
 *
 * <p>A secret is rotated with an overlap: give the new one to {@link #builder} and the old one to
 * {@link Builder#previousSecret}, so that each request carries both signatures, until the tenant verifies with the new.
 *
 * @since 0.1
 */
public final class WebhookEndpoint {

    private static final WebhookEndpoint NONE = new WebhookEndpoint();

    private final URI url;
    private final List<WebhookSecret> secrets;
    private final Set<String> types;
    private final boolean numbered;
    private final boolean enabled;

    private WebhookEndpoint() {
        this.url = URI.create("");
        this.secrets = List.of();
        this.types = Set.of();
        this.numbered = false;
        this.enabled = false;
    }

    private WebhookEndpoint(Builder builder) {
        this.url = builder.url;
        this.secrets = List.copyOf(builder.secrets);
        this.types = Set.copyOf(builder.types);
        this.numbered = builder.numbered && types.isEmpty();
        this.enabled = builder.enabled;
    }

    /**
     * An endpoint that takes every type of event.
     *
     * @param url what the tenant supplied; checked against the {@link dev.inlay.provider.feign.egress.EgressPolicy}
     *     when an event is sent, and best before it is stored
     * @param secret signs
     * @return the endpoint
     */
    public static WebhookEndpoint of(URI url, WebhookSecret secret) {
        return builder(url, secret).build();
    }

    /**
     * What {@link WebhookEndpoints} answers for a tenant that asked for no events: each counts as delivered, and leaves
     * nothing behind. Not remembered: the endpoint is looked up with every event of the tenant, so that none is lost
     * once there is one. What went by has numbers that the receiver will miss, see {@link Builder#numbered}.
     *
     * @return no endpoint
     */
    public static WebhookEndpoint none() {
        return NONE;
    }

    /**
     * Begins an endpoint.
     *
     * @param url as for {@link #of}
     * @param secret signs
     * @return a builder
     */
    public static Builder builder(URI url, WebhookSecret secret) {
        return new Builder(url, secret);
    }

    URI url() {
        return url;
    }

    /** Those that sign, the newest first. */
    List<WebhookSecret> secrets() {
        return secrets;
    }

    boolean isNone() {
        return this == NONE;
    }

    boolean isEnabled() {
        return enabled;
    }

    /** Whether it gets every event of a stream, so that the numbers make sense there. */
    boolean isNumbered() {
        return numbered;
    }

    boolean wants(String type) {
        return types.isEmpty() || types.contains(type);
    }

    @Override
    public String toString() {
        if (isNone()) {
            return "no webhook endpoint";
        }
        return "webhook endpoint" + (enabled ? "" : " (disabled)");
    }

    /** Collects an endpoint. Not thread-safe. */
    public static final class Builder {

        private static final int MOST_SECRETS = 4;

        private final URI url;
        private final List<WebhookSecret> secrets = new ArrayList<>();
        private final Set<String> types = new TreeSet<>();
        private boolean numbered = true;
        private boolean enabled = true;

        private Builder(URI url, WebhookSecret secret) {
            this.url = Objects.requireNonNull(url, "url");
            secrets.add(Objects.requireNonNull(secret, "secret"));
        }

        /**
         * Signs with an older secret as well.
         *
         * @param secret the one before; may be given up to three times
         * @return this builder
         * @throws InvalidValueException for {@code webhook.secret} when there are too many
         */
        public Builder previousSecret(WebhookSecret secret) {
            if (secrets.size() == MOST_SECRETS) {
                throw new InvalidValueException("webhook.secret", "must be at most " + MOST_SECRETS);
            }
            secrets.add(Objects.requireNonNull(secret, "secret"));
            return this;
        }

        /**
         * Sends events of these types only; others count as delivered, and leave nothing behind. The receiver does not
         * get every event of a stream then, so requests are not {@linkplain #numbered numbered}, and what stands in for
         * a discarded event, which is there to fill its number, is sent only where its type
         * {@value dev.inlay.api.event.EventOperations#DISCARDED} is among these, whichever type the event had.
         *
         * @param types of events, as published; none means all, which is the default
         * @return this builder
         */
        public Builder types(Set<String> types) {
            this.types.clear();
            this.types.addAll(types);
            return this;
        }

        /**
         * Says whether requests in {@link WebhookFormat#CLOUD_EVENTS} carry the generation and number that an event has
         * in its stream. Say {@code false} for an endpoint whose tenant asked for no events, or for some types only, at
         * another time: a receiver that checks the numbers would wait for the missing ones for ever. The events of a
         * stream come in order all the same.
         *
         * @param numbered default {@code true}; of no effect with {@link #types}, where no request carries them
         * @return this builder
         */
        public Builder numbered(boolean numbered) {
            this.numbered = numbered;
            return this;
        }

        /**
         * Says whether the endpoint takes events now. While it does not, they wait, in order, and are looked at again
         * after {@link Webhooks.Builder#lookAgainAfter} (at least 1 s): once it is enabled they flow by themselves. No
         * attempt is used up; a target's {@code maxAge} parks them all the same. For a tenant that wants no events
         * answer {@link #none()}.
         *
         * @param enabled default {@code true}
         * @return this builder
         */
        public Builder enabled(boolean enabled) {
            this.enabled = enabled;
            return this;
        }

        /**
         * Builds the endpoint.
         *
         * @return an immutable endpoint
         */
        public WebhookEndpoint build() {
            return new WebhookEndpoint(this);
        }
    }
}

package dev.inlay.api.tenant;

import dev.inlay.api.error.InvalidValueException;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * How a service names itself to others in tenant headers, whom it believes, and whom it sends them to. The name of a
 * service has 1 to 32 characters of {@code a-z 0-9 . _ -} and begins with a letter or digit. Immutable.
 *
 * @since 0.1
 */
public final class PropagationOptions {

    /** The longest life of a header. */
    public static final Duration MAX_HEADER_LIFE = Duration.ofSeconds(60);

    /** The longest life of a seal. */
    public static final Duration MAX_SEAL_LIFE = Duration.ofDays(90);

    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9._-]{0,31}");
    private static final Pattern HOST =
            Pattern.compile("((\\*\\.)?[a-z0-9-]+(\\.[a-z0-9-]+)*|\\[[0-9a-f:.]+])(:[1-9][0-9]{0,4})?");

    private final String issuer;
    private final String audience;
    private final Set<String> acceptedIssuers;
    private final Map<String, String> destinations;
    private final Duration headerLife;
    private final Duration sealLife;
    private final Duration clockSkew;
    private final int replayWindow;
    private final boolean refusesReplays;

    private PropagationOptions(Builder builder) {
        this.issuer = builder.issuer;
        this.audience = builder.audience;
        this.acceptedIssuers = Set.copyOf(builder.acceptedIssuers);
        this.destinations = Collections.unmodifiableMap(new LinkedHashMap<>(builder.destinations));
        this.headerLife = builder.headerLife;
        this.sealLife = builder.sealLife;
        this.clockSkew = builder.clockSkew;
        this.replayWindow = builder.replayWindow;
        this.refusesReplays = builder.refusesReplays;
    }

    /**
     * Begins options.
     *
     * @param service this service's name
     * @return a builder with every default: it believes itself alone and sends to nobody
     * @throws InvalidValueException for {@code propagation.issuer}
     */
    public static Builder builder(String service) {
        return new Builder(service);
    }

    /**
     * Checks the name of a service.
     *
     * @param field the field to name when it is wrong
     * @param name the name
     * @return the same name
     * @throws InvalidValueException for that field
     */
    public static String checkName(String field, String name) {
        if (!NAME.matcher(name).matches()) {
            throw new InvalidValueException(
                    field, "must be 1 to 32 characters of a-z 0-9 . _ - and begin with a letter or digit");
        }
        return name;
    }

    /**
     * What this service calls itself in what it signs.
     *
     * @return a name
     */
    public String issuer() {
        return issuer;
    }

    /**
     * Whom headers must be made for to be accepted here.
     *
     * @return a name
     */
    public String audience() {
        return audience;
    }

    /**
     * Whose headers and seals are accepted here.
     *
     * @return names; unmodifiable
     */
    public Set<String> acceptedIssuers() {
        return acceptedIssuers;
    }

    /**
     * Where headers may be sent, and whom they are made for there.
     *
     * @return audience by host pattern, in the order given; unmodifiable
     */
    public Map<String, String> destinations() {
        return destinations;
    }

    /**
     * How long a header is valid.
     *
     * @return whole seconds
     */
    public Duration headerLife() {
        return headerLife;
    }

    /**
     * How long a seal is valid.
     *
     * @return whole seconds
     */
    public Duration sealLife() {
        return sealLife;
    }

    /**
     * By how much the clocks of two services may differ.
     *
     * @return whole seconds
     */
    public Duration clockSkew() {
        return clockSkew;
    }

    /**
     * How many headers a node remembers at most.
     *
     * @return at least 1
     */
    public int replayWindow() {
        return replayWindow;
    }

    /**
     * Whether a header is accepted once only.
     *
     * @return {@code true} unless that was switched off
     */
    public boolean refusesReplays() {
        return refusesReplays;
    }

    /** Collects options. Not thread-safe. */
    public static final class Builder {

        private final String issuer;
        private String audience;
        private final Set<String> acceptedIssuers = new LinkedHashSet<>();
        private final Map<String, String> destinations = new LinkedHashMap<>();
        private Duration headerLife = Duration.ofSeconds(30);
        private Duration sealLife = Duration.ofDays(14);
        private Duration clockSkew = Duration.ofSeconds(5);
        private int replayWindow = 262_144;
        private boolean refusesReplays = true;

        private Builder(String service) {
            this.issuer = checkName("propagation.issuer", service);
            this.audience = issuer;
            this.acceptedIssuers.add(issuer);
        }

        /**
         * Sets whom headers must be made for to be accepted here.
         *
         * @param audience a name; default the service's own
         * @return this builder
         * @throws InvalidValueException for {@code propagation.audience}
         */
        public Builder audience(String audience) {
            this.audience = checkName("propagation.audience", audience);
            return this;
        }

        /**
         * Believes other services. All services that share a key can sign in each other's names: the names keep order
         * among friends.
         *
         * @param services their names, added to this service's own
         * @return this builder
         * @throws InvalidValueException for {@code propagation.acceptedIssuers}
         */
        public Builder accept(String... services) {
            for (String service : services) {
                acceptedIssuers.add(checkName("propagation.acceptedIssuers", service));
            }
            return this;
        }

        /**
         * Allows headers to be sent to a host. The first pattern that fits an address decides; other hosts never get
         * one.
         *
         * @param host a host name or address as it stands in a URI, or {@code *.} before a name for everything below
         *     it; with {@code :port} for that port only, else for any
         * @param audience the name of the service that verifies them there
         * @return this builder
         * @throws InvalidValueException for {@code propagation.host} or {@code propagation.audience}
         */
        public Builder sendTo(String host, String audience) {
            String pattern = host.toLowerCase(Locale.ROOT);
            if (!HOST.matcher(pattern).matches()) {
                throw new InvalidValueException(
                        "propagation.host",
                        "must be a host, or *. and a name, with or without :port, was '" + host + "'");
            }
            destinations.put(pattern, checkName("propagation.audience", audience));
            return this;
        }

        /**
         * Sets how long a header is valid.
         *
         * @param life whole seconds, 1 to 60; default 30
         * @return this builder
         * @throws InvalidValueException for {@code propagation.headerLife}
         */
        public Builder headerLife(Duration life) {
            this.headerLife = seconds("propagation.headerLife", life, 1, MAX_HEADER_LIFE);
            return this;
        }

        /**
         * Sets how long a seal is valid; as long as a message may wait.
         *
         * @param life whole seconds, 1 minute to 90 days; default 14 days
         * @return this builder
         * @throws InvalidValueException for {@code propagation.sealLife}
         */
        public Builder sealLife(Duration life) {
            this.sealLife = seconds("propagation.sealLife", life, 60, MAX_SEAL_LIFE);
            return this;
        }

        /**
         * Sets by how much the clocks of two services may differ.
         *
         * @param skew whole seconds, 0 to 30; default 5
         * @return this builder
         * @throws InvalidValueException for {@code propagation.clockSkew}
         */
        public Builder clockSkew(Duration skew) {
            this.clockSkew = seconds("propagation.clockSkew", skew, 0, Duration.ofSeconds(30));
            return this;
        }

        /**
         * Sets how many headers a node remembers until they have expired, at some 80 bytes each. When it is full,
         * further headers are refused. It must hold what arrives in the life of a header and twice the skew: with the
         * defaults, 40 s.
         *
         * @param headers 1 to 16777216; default 262144
         * @return this builder
         * @throws InvalidValueException for {@code propagation.replayWindow}
         */
        public Builder replayWindow(int headers) {
            if (headers < 1 || headers > 1 << 24) {
                throw new InvalidValueException("propagation.replayWindow", "must be 1 to " + (1 << 24));
            }
            this.replayWindow = headers;
            return this;
        }

        /**
         * Accepts a header any number of times while it is valid. Only for a service whose every operation is
         * idempotent and that nobody but other services can reach.
         *
         * @return this builder
         */
        public Builder acceptReplays() {
            this.refusesReplays = false;
            return this;
        }

        private static Duration seconds(String field, Duration value, long min, Duration max) {
            if (!value.equals(Duration.ofSeconds(value.toSeconds()))
                    || value.toSeconds() < min
                    || value.compareTo(max) > 0) {
                throw new InvalidValueException(
                        field, "must be whole seconds from " + min + " to " + max.toSeconds() + ", was " + value);
            }
            return value;
        }

        /**
         * Builds the options.
         *
         * @return immutable
         */
        public PropagationOptions build() {
            return new PropagationOptions(this);
        }
    }
}

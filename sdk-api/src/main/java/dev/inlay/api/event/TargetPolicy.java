package dev.inlay.api.event;

import dev.inlay.api.error.InvalidValueException;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * How events are delivered to one target, where that differs from what the instance does for all. What is not set is as
 * the instance has it. Counts hold for one node and, where tenants are spread over several databases, for each of them.
 * Immutable.
 *
 * @since 0.1
 */
public final class TargetPolicy {

    /** The longest of every time here. */
    public static final Duration LONGEST = Duration.ofDays(365);

    private static final int MOST = 100_000;

    private final OptionalInt attempts;
    private final Optional<Duration> backoffBase;
    private final Optional<Duration> backoffCap;
    private final Optional<Duration> sendTimeout;
    private final OptionalInt mostInFlight;
    private final OptionalInt mostInFlightPerTenant;
    private final Optional<Duration> maxAge;
    private final Optional<Duration> firstPause;
    private final Optional<Duration> longestPause;

    private TargetPolicy(Builder builder) {
        this.attempts = builder.attempts;
        this.backoffBase = builder.backoffBase;
        this.backoffCap = builder.backoffCap;
        this.sendTimeout = builder.sendTimeout;
        this.mostInFlight = builder.mostInFlight;
        this.mostInFlightPerTenant = builder.mostInFlightPerTenant;
        this.maxAge = builder.maxAge;
        this.firstPause = builder.firstPause;
        this.longestPause = builder.longestPause;
    }

    /**
     * Begins a policy that is in nothing different from the instance.
     *
     * @return a builder
     */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * How often an event is tried before it is parked.
     *
     * @return empty: as the instance
     */
    public OptionalInt attempts() {
        return attempts;
    }

    /**
     * The bound of the wait after the first failed attempt.
     *
     * @return empty: as the instance
     */
    public Optional<Duration> backoffBase() {
        return backoffBase;
    }

    /**
     * The highest bound of a wait.
     *
     * @return empty: as the instance
     */
    public Optional<Duration> backoffCap() {
        return backoffCap;
    }

    /**
     * When a transport that does not return is given up.
     *
     * @return empty: as the instance, 60 s
     */
    public Optional<Duration> sendTimeout() {
        return sendTimeout;
    }

    /**
     * How many events may be on their way to the target at once.
     *
     * @return empty: as the instance
     */
    public OptionalInt mostInFlight() {
        return mostInFlight;
    }

    /**
     * How many events of one tenant may be on their way to the target at once.
     *
     * @return empty: what the instance lets one tenant have, and where {@link #mostInFlight()} is set, at most half of
     *     that
     */
    public OptionalInt mostInFlightPerTenant() {
        return mostInFlightPerTenant;
    }

    /**
     * How long an event is tried before it is parked when it still cannot be delivered.
     *
     * @return empty: as long as its attempts last
     */
    public Optional<Duration> maxAge() {
        return maxAge;
    }

    /**
     * How long the target is left alone when it says that it takes nothing from us.
     *
     * @return empty: 30 s
     */
    public Optional<Duration> firstPause() {
        return firstPause;
    }

    /**
     * What the pause grows to while the target goes on saying so.
     *
     * @return empty: 5 min, or the first pause where that is longer
     */
    public Optional<Duration> longestPause() {
        return longestPause;
    }

    /** Collects a policy. Not thread-safe. */
    public static final class Builder {

        private OptionalInt attempts = OptionalInt.empty();
        private Optional<Duration> backoffBase = Optional.empty();
        private Optional<Duration> backoffCap = Optional.empty();
        private Optional<Duration> sendTimeout = Optional.empty();
        private OptionalInt mostInFlight = OptionalInt.empty();
        private OptionalInt mostInFlightPerTenant = OptionalInt.empty();
        private Optional<Duration> maxAge = Optional.empty();
        private Optional<Duration> firstPause = Optional.empty();
        private Optional<Duration> longestPause = Optional.empty();

        private Builder() {}

        /**
         * Sets how often an event is tried before it is parked.
         *
         * @param attempts 1 to 100000
         * @return this builder
         * @throws InvalidValueException for {@code target.attempts}
         */
        public Builder attempts(int attempts) {
            this.attempts = count("target.attempts", attempts);
            return this;
        }

        /**
         * Sets the waits between attempts: each is drawn between nothing and a bound that doubles with every failure. A
         * receiver's Retry-After is honoured as the least.
         *
         * @param base the bound after the first failure, 1 ms to 365 days
         * @param cap the highest bound, not below {@code base}
         * @return this builder
         * @throws InvalidValueException for {@code target.backoffBase} or {@code target.backoffCap}
         */
        public Builder backoff(Duration base, Duration cap) {
            this.backoffBase = time("target.backoffBase", base);
            this.backoffCap = time("target.backoffCap", cap);
            notShorter("target.backoffCap", cap, "target.backoffBase", base);
            return this;
        }

        /**
         * Sets when a transport that does not return is interrupted and given up; the attempt counts as failed. Should
         * it say later that the receiver has the event, that counts, unless the event was parked or refused meanwhile.
         * A call that never returns keeps its place of {@link #mostInFlight}.
         *
         * @param timeout longer than the transport's own time-out, 1 ms to 365 days; default 60 s
         * @return this builder
         * @throws InvalidValueException for {@code target.sendTimeout}, here or, when it is not longer than the
         *     transport's own time-out, where the instance is built
         */
        public Builder sendTimeout(Duration timeout) {
            this.sendTimeout = time("target.sendTimeout", timeout);
            return this;
        }

        /**
         * Sets how many events may be on their way to the target at once.
         *
         * @param events of all tenants, 1 to 100000
         * @return this builder
         * @throws InvalidValueException for {@code target.mostInFlight}
         */
        public Builder mostInFlight(int events) {
            this.mostInFlight = count("target.mostInFlight", events);
            return this;
        }

        /**
         * Sets how many events of one tenant may be on their way to the target at once, so that a tenant whose receiver
         * is slow leaves places to the others. The instance's own bound on a tenant holds as well.
         *
         * @param events of each tenant, 1 to 100000
         * @return this builder
         * @throws InvalidValueException for {@code target.mostInFlightPerTenant}
         */
        public Builder mostInFlightPerTenant(int events) {
            this.mostInFlightPerTenant = count("target.mostInFlightPerTenant", events);
            return this;
        }

        /**
         * Parks an event that has been tried for this long when an attempt has not delivered it, whatever attempts it
         * has left and whoever is to blame, an open circuit breaker or an unusable target included. Later events of its
         * key are parked behind it.
         *
         * <p>The time counts from the event's first attempt, not from its publishing: what was delayed, held or
         * replayed, or waited behind others of its key, has all of it. It counts within one node's work on a shard, and
         * anew when another node takes the event over, an operator's replay or discard renews the shard, or a hold
         * ends; so the time is never shorter than said, and may be longer.
         *
         * @param age since the event was first tried, 1 ms to 365 days
         * @return this builder
         * @throws InvalidValueException for {@code target.maxAge}
         */
        public Builder maxAge(Duration age) {
            this.maxAge = time("target.maxAge", age);
            return this;
        }

        /**
         * Sets how long the target is left alone when it says that it takes nothing from us. Each pause is twice as
         * long as the one before; after it a single event goes first.
         *
         * @param first 1 ms to 365 days
         * @param longest not below {@code first}
         * @return this builder
         * @throws InvalidValueException for {@code target.firstPause} or {@code target.longestPause}
         */
        public Builder pauses(Duration first, Duration longest) {
            this.firstPause = time("target.firstPause", first);
            this.longestPause = time("target.longestPause", longest);
            notShorter("target.longestPause", longest, "target.firstPause", first);
            return this;
        }

        private static OptionalInt count(String field, int value) {
            if (value < 1 || value > MOST) {
                throw new InvalidValueException(field, "must be 1 to " + MOST + ", was " + value);
            }
            return OptionalInt.of(value);
        }

        private static Optional<Duration> time(String field, Duration value) {
            if (value.compareTo(Duration.ofMillis(1)) < 0 || value.compareTo(LONGEST) > 0) {
                throw new InvalidValueException(field, "must be 1 ms to 365 days, was " + value);
            }
            return Optional.of(value);
        }

        private static void notShorter(String field, Duration value, String other, Duration least) {
            if (value.compareTo(least) < 0) {
                throw new InvalidValueException(field, "must not be shorter than " + other + ", " + least);
            }
        }

        /**
         * Builds the policy.
         *
         * @return immutable
         * @throws InvalidValueException for {@code target.mostInFlightPerTenant} when it is above
         *     {@code target.mostInFlight}
         */
        public TargetPolicy build() {
            if (mostInFlight.isPresent() && mostInFlightPerTenant.orElse(1) > mostInFlight.getAsInt()) {
                throw new InvalidValueException(
                        "target.mostInFlightPerTenant",
                        "must not be above target.mostInFlight, " + mostInFlight.getAsInt() + ", was "
                                + mostInFlightPerTenant.getAsInt());
            }
            return new TargetPolicy(this);
        }
    }
}

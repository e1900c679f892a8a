package dev.inlay.api.metering;

import dev.inlay.api.error.InvalidValueException;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One use, known by its source and id: the same pair twice counts once. Immutable.
 *
 * @since 0.1
 */
public final class UsageEvent {

    private static final String DEFAULT_SOURCE = "host";
    private static final Instant EARLIEST = Instant.EPOCH;
    private static final Instant LATEST = Instant.parse("9999-01-01T00:00:00Z");

    private final Meter meter;
    private final String id;
    private final long value;
    private final String source;
    private final @Nullable Instant at;

    private UsageEvent(Builder builder) {
        this.meter = builder.meter;
        this.id = bounded("usage.id", builder.id);
        this.value = builder.value;
        this.source = bounded("usage.source", builder.source);
        this.at = builder.at;
        if (at != null && (at.isBefore(EARLIEST) || !at.isBefore(LATEST))) {
            throw new InvalidValueException("usage.at", "must lie in the years 1970 to 9998, was " + at);
        }
        if (value < 0) {
            throw new InvalidValueException("usage.value", "must be 0 or more; a correction is an event of its own");
        }
    }

    /**
     * Begins an event.
     *
     * @param meter what is counted
     * @param value how much, 0 or more
     * @param id 1 to 200 characters without control characters, unique per tenant and source: the host's own id of what
     *     was done
     * @return a builder
     */
    public static Builder builder(Meter meter, long value, String id) {
        return new Builder(meter, value, id);
    }

    private static String bounded(String field, String value) {
        if (value.isEmpty() || value.length() > 200) {
            throw new InvalidValueException(field, "must have 1 to 200 characters");
        }
        if (value.codePoints().anyMatch(UsageEvent::isUnstorable)) {
            throw new InvalidValueException(field, "must not hold control characters or halves of surrogate pairs");
        }
        return value;
    }

    /** Two texts that differ in such a character can look the same to a database. */
    private static boolean isUnstorable(int codePoint) {
        return Character.isISOControl(codePoint) || Character.getType(codePoint) == Character.SURROGATE;
    }

    /**
     * What is counted.
     *
     * @return the meter
     */
    public Meter meter() {
        return meter;
    }

    /**
     * How much.
     *
     * @return 0 or more
     */
    public long value() {
        return value;
    }

    /**
     * The host's own id of what was done.
     *
     * @return unique per tenant and source
     */
    public String id() {
        return id;
    }

    /**
     * The part of the host that counts.
     *
     * @return default {@code "host"}
     */
    public String source() {
        return source;
    }

    /**
     * When it was used.
     *
     * @return empty for now
     */
    public Optional<Instant> at() {
        return Optional.ofNullable(at);
    }

    /** Collects an event. Not thread-safe. */
    public static final class Builder {

        private final Meter meter;
        private final long value;
        private final String id;
        private String source = DEFAULT_SOURCE;
        private @Nullable Instant at;

        private Builder(Meter meter, long value, String id) {
            this.meter = Objects.requireNonNull(meter, "meter");
            this.value = value;
            this.id = Objects.requireNonNull(id, "id");
        }

        /**
         * Sets the part of the host that counts.
         *
         * @param source 1 to 200 characters without control characters; default {@code "host"}
         * @return this builder
         */
        public Builder source(String source) {
            this.source = Objects.requireNonNull(source, "source");
            return this;
        }

        /**
         * Sets when it was used.
         *
         * @param at in the years 1970 to 9998, kept to the microsecond; default now
         * @return this builder
         */
        public Builder at(Instant at) {
            this.at = at;
            return this;
        }

        /**
         * Builds the event.
         *
         * @return an immutable event
         * @throws InvalidValueException for {@code usage.id}, {@code usage.source}, {@code usage.value} or
         *     {@code usage.at}
         */
        public UsageEvent build() {
            return new UsageEvent(this);
        }
    }
}

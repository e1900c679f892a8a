package dev.inlay.api.event;

import dev.inlay.api.error.InvalidValueException;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Something that happened and that the ERP must be told. Immutable, as long as its payload is.
 *
 * @since 0.1
 */
public final class ErpEvent {

    private static final Duration LONGEST_DELAY = Duration.ofDays(3650);

    private static final Pattern TYPE = Pattern.compile("[a-z][a-z0-9_-]*(\\.[a-z0-9][a-z0-9_-]*)*");

    private final String type;
    private final @Nullable String key;
    private final Object payload;
    private final int version;
    private final @Nullable String target;
    private final @Nullable String requestId;
    private final @Nullable Instant notBefore;
    private final @Nullable Duration delay;

    private ErpEvent(Builder builder) {
        this.type = builder.type;
        this.key = builder.key;
        this.payload = builder.payload;
        this.version = builder.version;
        this.target = builder.target;
        this.requestId = builder.requestId;
        this.notBefore = builder.notBefore;
        this.delay = builder.delay;
        if (type.length() > 100 || !TYPE.matcher(type).matches()) {
            throw new InvalidValueException(
                    "event.type",
                    "must be lower-case words joined by dots, at most 100 characters, was '" + type + "'");
        }
        if (type.startsWith("inlay.")) {
            throw new InvalidValueException(
                    "event.type", "must not begin with 'inlay.', which are Inlay's own, was '" + type + "'");
        }
        visible("event.key", key);
        visible("event.requestId", requestId);
        if (version < 1) {
            throw new InvalidValueException("event.version", "must be at least 1");
        }
        if (delay != null && (delay.isNegative() || delay.compareTo(LONGEST_DELAY) > 0)) {
            throw new InvalidValueException("event.delay", "must be 0 to 3,650 days, was " + delay);
        }
    }

    /**
     * An event of version 1 for every target.
     *
     * @param type what happened, lower-case words joined by dots, at most 100 characters, not beginning with
     *     {@code inlay.}
     * @param key events of one key arrive in commit order; 1 to 200 visible ASCII characters
     * @param payload bytes ({@code byte[]}), JSON text ({@code String}), or an object for the installed codec
     * @return the event
     * @throws InvalidValueException naming the field
     */
    public static ErpEvent of(String type, String key, Object payload) {
        return builder(type, payload).key(key).build();
    }

    /**
     * Begins an event.
     *
     * @param type what happened, lower-case words joined by dots, at most 100 characters, not beginning with
     *     {@code inlay.}
     * @param payload bytes ({@code byte[]}), JSON text ({@code String}), or an object for the installed codec
     * @return a builder
     */
    public static Builder builder(String type, Object payload) {
        return new Builder(type, payload);
    }

    private static void visible(String field, @Nullable String value) {
        if (value != null
                && (value.isEmpty() || value.length() > 200 || !value.chars().allMatch(c -> c > ' ' && c < 127))) {
            throw new InvalidValueException(field, "must have 1 to 200 visible ASCII characters");
        }
    }

    /**
     * What happened.
     *
     * @return lower-case words joined by dots
     */
    public String type() {
        return type;
    }

    /**
     * The stream that the event belongs to.
     *
     * @return empty for an event whose order does not matter
     */
    public Optional<String> key() {
        return Optional.ofNullable(key);
    }

    /**
     * What is sent.
     *
     * @return bytes, JSON text, or an object for the installed codec
     */
    public Object payload() {
        return payload;
    }

    /**
     * The version of the payload's form.
     *
     * @return at least 1; default 1
     */
    public int version() {
        return version;
    }

    /**
     * The one target to send to.
     *
     * @return empty for every target
     */
    public Optional<String> target() {
        return Optional.ofNullable(target);
    }

    /**
     * The host's own id of the request, so that publishing again does nothing.
     *
     * @return empty when the host does not repeat itself
     */
    public Optional<String> requestId() {
        return Optional.ofNullable(requestId);
    }

    /**
     * The time before which the event is not sent.
     *
     * @return empty when none was set; a time in the past means at once
     */
    public Optional<Instant> notBefore() {
        return Optional.ofNullable(notBefore);
    }

    /**
     * How long after it was published the event is sent.
     *
     * @return 0 to 3,650 days; empty when none was set
     */
    public Optional<Duration> delay() {
        return Optional.ofNullable(delay);
    }

    @Override
    public String toString() {
        return type + (key == null ? "" : " " + key);
    }

    /** Collects an event. Not thread-safe. */
    public static final class Builder {

        private final String type;
        private final Object payload;
        private @Nullable String key;
        private int version = 1;
        private @Nullable String target;
        private @Nullable String requestId;
        private @Nullable Instant notBefore;
        private @Nullable Duration delay;

        private Builder(String type, Object payload) {
            this.type = Objects.requireNonNull(type, "type");
            this.payload = Objects.requireNonNull(payload, "payload");
        }

        /**
         * Sets the stream, within which order is kept.
         *
         * @param key 1 to 200 visible ASCII characters
         * @return this builder
         */
        public Builder key(String key) {
            this.key = Objects.requireNonNull(key, "key");
            return this;
        }

        /**
         * Sets the version of the payload's form.
         *
         * @param version at least 1; default 1
         * @return this builder
         */
        public Builder version(int version) {
            this.version = version;
            return this;
        }

        /**
         * Sends to one target only.
         *
         * @param target the name of an installed transport's target; default every target
         * @return this builder
         */
        public Builder target(String target) {
            this.target = Objects.requireNonNull(target, "target");
            return this;
        }

        /**
         * Holds the event back until a time, by the instance's clock. It takes its place in its key's order when it
         * falls due, so that it never holds up what is published meanwhile; of one key, what falls due first is sent
         * first, and of the same moment what was committed first. Takes the place of {@link #delay}.
         *
         * @param time at most 3,650 days ahead, or publishing refuses it; a time in the past means at once
         * @return this builder
         */
        public Builder notBefore(Instant time) {
            this.notBefore = Objects.requireNonNull(time, "notBefore");
            this.delay = null;
            return this;
        }

        /**
         * Holds the event back for a time that begins when it is published, as {@link #notBefore} does. Takes the place
         * of that.
         *
         * @param time 0 to 3,650 days; 0 means at once
         * @return this builder
         */
        public Builder delay(Duration time) {
            this.delay = Objects.requireNonNull(time, "delay");
            this.notBefore = null;
            return this;
        }

        /**
         * Makes publishing idempotent: the same id again, for the same tenant and with the same content, does nothing.
         * When it is due is no part of the content: the first publishing's time stands.
         *
         * @param requestId 1 to 200 visible ASCII characters
         * @return this builder
         */
        public Builder requestId(String requestId) {
            this.requestId = Objects.requireNonNull(requestId, "requestId");
            return this;
        }

        /**
         * Builds the event.
         *
         * @return an immutable event
         * @throws InvalidValueException naming the field
         */
        public ErpEvent build() {
            return new ErpEvent(this);
        }
    }
}

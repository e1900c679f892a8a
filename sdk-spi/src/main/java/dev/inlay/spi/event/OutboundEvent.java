package dev.inlay.spi.event;

import dev.inlay.api.tenant.TenantId;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An event on its way out, with everything that lets the receiver refuse it the second time. Immutable.
 *
 * @since 0.1
 */
public final class OutboundEvent {

    private final TenantId tenant;
    private final String target;
    private final String eventId;
    private final String type;
    private final int version;
    private final @Nullable String key;
    private final long generation;
    private final long seq;
    private final long epoch;
    private final int attempt;
    private final Instant at;
    private final Payload payload;

    private OutboundEvent(Builder builder) {
        this.tenant = builder.tenant;
        this.target = builder.target;
        this.eventId = builder.eventId;
        this.type = builder.type;
        this.version = builder.version;
        this.key = builder.key;
        this.generation = builder.generation;
        this.seq = builder.seq;
        this.epoch = builder.epoch;
        this.attempt = builder.attempt;
        this.at = builder.at;
        this.payload = builder.payload;
    }

    /**
     * Begins an event.
     *
     * @param tenant whose event
     * @param target where it goes
     * @param eventId its id
     * @param type what happened
     * @param at when it was published
     * @param payload the frozen bytes
     * @return a builder
     */
    public static Builder builder(
            TenantId tenant, String target, String eventId, String type, Instant at, Payload payload) {
        return new Builder(tenant, target, eventId, type, at, payload);
    }

    /**
     * Whose event.
     *
     * @return the tenant's id
     */
    public TenantId tenant() {
        return tenant;
    }

    /**
     * Where it goes.
     *
     * @return the target's name
     */
    public String target() {
        return target;
    }

    /**
     * The id, the same on every attempt: what an Idempotency-Key carries.
     *
     * @return visible ASCII characters
     */
    public String eventId() {
        return eventId;
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
     * The version of the payload's form.
     *
     * @return at least 1
     */
    public int version() {
        return version;
    }

    /**
     * The stream.
     *
     * @return empty for an event whose order does not matter
     */
    public Optional<String> key() {
        return Optional.ofNullable(key);
    }

    /**
     * Grows when a stream begins anew at {@code seq} 1, for example after its rows were purged.
     *
     * @return at least 1; 0 without a key
     */
    public long generation() {
        return generation;
    }

    /**
     * The place in the stream, without gaps.
     *
     * @return from 1; 0 without a key
     */
    public long seq() {
        return seq;
    }

    /**
     * The fencing token of the sender's lease: a receiver that has seen a higher one for this stream may refuse.
     *
     * @return grows with every change of owner
     */
    public long epoch() {
        return epoch;
    }

    /**
     * Which try this is.
     *
     * @return from 1
     */
    public int attempt() {
        return attempt;
    }

    /**
     * When it was published.
     *
     * @return to the microsecond
     */
    public Instant at() {
        return at;
    }

    /**
     * The bytes, frozen when the event was published.
     *
     * @return the payload
     */
    public Payload payload() {
        return payload;
    }

    @Override
    public String toString() {
        return type + " " + eventId + " of " + tenant + " to " + target;
    }

    /** Collects an event. Not thread-safe. */
    public static final class Builder {

        private final TenantId tenant;
        private final String target;
        private final String eventId;
        private final String type;
        private final Instant at;
        private final Payload payload;
        private int version = 1;
        private @Nullable String key;
        private long generation;
        private long seq;
        private long epoch;
        private int attempt = 1;

        private Builder(TenantId tenant, String target, String eventId, String type, Instant at, Payload payload) {
            this.tenant = Objects.requireNonNull(tenant, "tenant");
            this.target = Objects.requireNonNull(target, "target");
            this.eventId = Objects.requireNonNull(eventId, "eventId");
            this.type = Objects.requireNonNull(type, "type");
            this.at = Objects.requireNonNull(at, "at");
            this.payload = Objects.requireNonNull(payload, "payload");
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
         * Sets the place in a stream.
         *
         * @param key the stream
         * @param generation at least 1
         * @param seq from 1
         * @return this builder
         */
        public Builder stream(String key, long generation, long seq) {
            this.key = Objects.requireNonNull(key, "key");
            this.generation = generation;
            this.seq = seq;
            return this;
        }

        /**
         * Sets the fencing token.
         *
         * @param epoch default 0
         * @return this builder
         */
        public Builder epoch(long epoch) {
            this.epoch = epoch;
            return this;
        }

        /**
         * Sets which try this is.
         *
         * @param attempt from 1; default 1
         * @return this builder
         */
        public Builder attempt(int attempt) {
            this.attempt = attempt;
            return this;
        }

        /**
         * Builds the event.
         *
         * @return an immutable event
         */
        public OutboundEvent build() {
            return new OutboundEvent(this);
        }
    }
}

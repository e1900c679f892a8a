package dev.inlay.spi.event;

import dev.inlay.api.tenant.TenantId;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Which event a {@link DeliveryListener} is told of, without its payload. Immutable.
 *
 * @since 0.1
 */
public final class DeliveryNotice {

    private final TenantId tenant;
    private final String target;
    private final String eventId;
    private final String type;
    private final @Nullable String key;
    private final long seq;
    private final int attempts;
    private final Instant publishedAt;

    private DeliveryNotice(Builder from) {
        this.tenant = from.tenant;
        this.target = from.target;
        this.eventId = from.eventId;
        this.type = from.type;
        this.key = from.key;
        this.seq = from.seq;
        this.attempts = from.attempts;
        this.publishedAt = from.publishedAt;
    }

    /**
     * Begins a notice.
     *
     * @param tenant whose event
     * @param target where it goes
     * @param eventId the id that the receiver sees
     * @param type what happened
     * @param publishedAt when it was published
     * @return a builder
     */
    public static Builder builder(TenantId tenant, String target, String eventId, String type, Instant publishedAt) {
        return new Builder(tenant, target, eventId, type, publishedAt);
    }

    /**
     * Whose event it is.
     *
     * @return the tenant
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
     * The id that the receiver sees.
     *
     * @return the id
     */
    public String eventId() {
        return eventId;
    }

    /**
     * What happened.
     *
     * @return the event's type
     */
    public String type() {
        return type;
    }

    /**
     * Its stream.
     *
     * @return empty for an event without one
     */
    public Optional<String> key() {
        return Optional.ofNullable(key);
    }

    /**
     * Its place in the stream.
     *
     * @return 0 without a key
     */
    public long seq() {
        return seq;
    }

    /**
     * How many attempts were made, the one that this is about included.
     *
     * @return 0 when none was made, as of an event that waits behind another
     */
    public int attempts() {
        return attempts;
    }

    /**
     * When it was published.
     *
     * @return the host's time
     */
    public Instant publishedAt() {
        return publishedAt;
    }

    @Override
    public String toString() {
        return type + " " + eventId + " of " + tenant + " to " + target;
    }

    /** Collects a notice. Not thread-safe. */
    public static final class Builder {

        private final TenantId tenant;
        private final String target;
        private final String eventId;
        private final String type;
        private final Instant publishedAt;
        private @Nullable String key;
        private long seq;
        private int attempts;

        private Builder(TenantId tenant, String target, String eventId, String type, Instant publishedAt) {
            this.tenant = tenant;
            this.target = target;
            this.eventId = eventId;
            this.type = type;
            this.publishedAt = publishedAt;
        }

        /**
         * Sets the stream and the place in it.
         *
         * @param key not empty
         * @param seq from 1
         * @return this builder
         */
        public Builder stream(String key, long seq) {
            this.key = Objects.requireNonNull(key, "key");
            this.seq = seq;
            return this;
        }

        /**
         * Sets how many attempts were made.
         *
         * @param attempts default 0
         * @return this builder
         */
        public Builder attempts(int attempts) {
            this.attempts = attempts;
            return this;
        }

        /**
         * Builds the notice.
         *
         * @return the notice
         */
        public DeliveryNotice build() {
            return new DeliveryNotice(this);
        }
    }
}

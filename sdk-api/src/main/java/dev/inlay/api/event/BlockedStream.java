package dev.inlay.api.event;

import dev.inlay.api.tenant.TenantId;
import java.time.Instant;
import java.util.Optional;

/**
 * A stream that does not move: its head is parked, or its last attempt failed. Immutable.
 *
 * @since 0.1
 */
public final class BlockedStream {

    private final String database;
    private final TenantId tenant;
    private final String target;
    private final int shard;
    private final Optional<String> key;
    private final String eventId;
    private final String type;
    private final long seq;
    private final boolean parked;
    private final int attempts;
    private final Optional<Instant> nextAttempt;
    private final Optional<Instant> parkedAt;
    private final String reason;

    private BlockedStream(Builder from) {
        this.database = from.database;
        this.tenant = from.tenant;
        this.target = from.target;
        this.shard = from.shard;
        this.key = from.key;
        this.eventId = from.eventId;
        this.type = from.type;
        this.seq = from.seq;
        this.parked = from.parked;
        this.attempts = from.attempts;
        this.nextAttempt = from.nextAttempt;
        this.parkedAt = from.parkedAt;
        this.reason = from.reason;
    }

    /**
     * Begins to describe a stream.
     *
     * @param tenant whose events
     * @param target where they go
     * @return a builder
     */
    public static Builder of(TenantId tenant, String target) {
        return new Builder(tenant, target);
    }

    /**
     * The same, saying which database it is in.
     *
     * @param name of the database
     * @return a new description
     */
    public BlockedStream in(String name) {
        Builder builder = new Builder(tenant, target);
        builder.shard = shard;
        builder.key = key;
        builder.eventId = eventId;
        builder.type = type;
        builder.seq = seq;
        builder.parked = parked;
        builder.attempts = attempts;
        builder.nextAttempt = nextAttempt;
        builder.parkedAt = parkedAt;
        builder.reason = reason;
        return builder.database(name).build();
    }

    /**
     * Which database it waits in.
     *
     * @return empty where there is one only
     */
    public String database() {
        return database;
    }

    /**
     * Whose events.
     *
     * @return the tenant
     */
    public TenantId tenant() {
        return tenant;
    }

    /**
     * Where they go.
     *
     * @return the target's name
     */
    public String target() {
        return target;
    }

    /**
     * The shard that the stream is in.
     *
     * @return from 0
     */
    public int shard() {
        return shard;
    }

    /**
     * The stream's key.
     *
     * @return empty for an event without one
     */
    public Optional<String> key() {
        return key;
    }

    /**
     * The event that everything else of the stream waits for.
     *
     * @return its id; empty when it was delivered just now
     */
    public String eventId() {
        return eventId;
    }

    /**
     * What that event says happened.
     *
     * @return its type; empty when it was delivered just now
     */
    public String type() {
        return type;
    }

    /**
     * That event's place in the stream.
     *
     * @return 0 without a key
     */
    public long seq() {
        return seq;
    }

    /**
     * Whether an operator must act.
     *
     * @return {@code false} when it is tried again by itself
     */
    public boolean parked() {
        return parked;
    }

    /**
     * How many attempts of the head have failed so far.
     *
     * @return 0 when it is parked
     */
    public int attempts() {
        return attempts;
    }

    /**
     * When the head is tried again.
     *
     * @return empty when it is parked
     */
    public Optional<Instant> nextAttempt() {
        return nextAttempt;
    }

    /**
     * When the head was parked.
     *
     * @return empty when it is not
     */
    public Optional<Instant> parkedAt() {
        return parkedAt;
    }

    /**
     * Why the head was parked.
     *
     * @return empty when it is tried again: the outbox keeps no reason of that, listeners hear it
     */
    public String reason() {
        return reason;
    }

    @Override
    public String toString() {
        return tenant + " to " + target + key.map(k -> ", key " + k).orElse("") + ": " + eventId
                + (parked ? " is parked: " + reason : " failed " + attempts + " times");
    }

    /** Collects a description. Not thread-safe. */
    public static final class Builder {

        private final TenantId tenant;
        private final String target;
        private String database = "";
        private int shard = 0;
        private Optional<String> key = Optional.empty();
        private String eventId = "";
        private String type = "";
        private long seq = 0;
        private boolean parked = false;
        private int attempts = 0;
        private Optional<Instant> nextAttempt = Optional.empty();
        private Optional<Instant> parkedAt = Optional.empty();
        private String reason = "";

        private Builder(TenantId tenant, String target) {
            this.tenant = tenant;
            this.target = target;
        }

        /**
         * Sets {@link BlockedStream#database()}.
         *
         * @param database see there
         * @return this builder
         */
        public Builder database(String database) {
            this.database = database;
            return this;
        }

        /**
         * Sets {@link BlockedStream#shard()}.
         *
         * @param shard see there
         * @return this builder
         */
        public Builder shard(int shard) {
            this.shard = shard;
            return this;
        }

        /**
         * Sets {@link BlockedStream#key()}.
         *
         * @param key see there
         * @return this builder
         */
        public Builder key(Optional<String> key) {
            this.key = key;
            return this;
        }

        /**
         * Says which event the stream waits for.
         *
         * @param id its id
         * @param what its type
         * @param place its place in the stream; 0 without a key
         * @return this builder
         */
        public Builder head(String id, String what, long place) {
            this.eventId = id;
            this.type = what;
            this.seq = place;
            return this;
        }

        /**
         * Says that the head is tried again.
         *
         * @param failed how many attempts failed
         * @param next when it is tried again
         * @return this builder
         */
        public Builder retrying(int failed, Instant next) {
            this.attempts = failed;
            this.nextAttempt = Optional.of(next);
            return this;
        }

        /**
         * Says that the head is parked.
         *
         * @param at since when
         * @param why for people
         * @return this builder
         */
        public Builder parked(Instant at, String why) {
            this.parked = true;
            this.parkedAt = Optional.of(at);
            this.reason = why;
            return this;
        }

        /**
         * Builds the description.
         *
         * @return the description
         */
        public BlockedStream build() {
            return new BlockedStream(this);
        }
    }
}

package dev.inlay.api.event;

import java.time.Instant;
import java.util.Optional;

/**
 * How it stands with one shard: who delivers its events, and how many there are. Immutable.
 *
 * @since 0.1
 */
public final class ShardStatus {

    private final String database;
    private final int shard;
    private final Optional<String> owner;
    private final long epoch;
    private final Instant until;
    private final RowCount waiting;
    private final RowCount delayed;
    private final RowCount parked;
    private final RowCount retrying;
    private final Optional<Instant> oldestWaiting;
    private final int inFlight;

    private ShardStatus(Builder from) {
        this.database = from.database;
        this.shard = from.shard;
        this.owner = from.owner;
        this.epoch = from.epoch;
        this.until = from.until;
        this.waiting = from.waiting;
        this.delayed = from.delayed;
        this.parked = from.parked;
        this.retrying = from.retrying;
        this.oldestWaiting = from.oldestWaiting;
        this.inFlight = from.inFlight;
    }

    /**
     * Begins a status with nobody and nothing in it.
     *
     * @param shard from 0
     * @return a builder
     */
    public static Builder of(int shard) {
        return new Builder(shard);
    }

    /**
     * Begins with this status.
     *
     * @return a builder
     */
    public Builder toBuilder() {
        Builder builder = new Builder(shard);
        builder.database = database;
        builder.owner = owner;
        builder.epoch = epoch;
        builder.until = until;
        builder.waiting = waiting;
        builder.delayed = delayed;
        builder.parked = parked;
        builder.retrying = retrying;
        builder.oldestWaiting = oldestWaiting;
        builder.inFlight = inFlight;
        return builder;
    }

    /**
     * Which database it is of.
     *
     * @return empty where there is one only
     */
    public String database() {
        return database;
    }

    /**
     * Which one.
     *
     * @return from 0
     */
    public int shard() {
        return shard;
    }

    /**
     * The node that holds the lease.
     *
     * @return empty when it was given back
     */
    public Optional<String> owner() {
        return owner;
    }

    /**
     * What grows with every change of owner; receivers see it.
     *
     * @return 0 when nobody ever had the shard
     */
    public long epoch() {
        return epoch;
    }

    /**
     * When the lease ends unless it is renewed, by the database's clock.
     *
     * @return in the past when its owner died
     */
    public Instant until() {
        return until;
    }

    /**
     * Committed and due, not yet acknowledged.
     *
     * @return of all tenants and targets
     */
    public RowCount waiting() {
        return waiting;
    }

    /**
     * Not due yet.
     *
     * @return of all tenants and targets
     */
    public RowCount delayed() {
        return delayed;
    }

    /**
     * Set aside until an operator replays or discards them.
     *
     * @return of all tenants and targets
     */
    public RowCount parked() {
        return parked;
    }

    /**
     * Streams, and events without a key, whose last attempt failed and that are tried again.
     *
     * @return of all tenants and targets
     */
    public RowCount retrying() {
        return retrying;
    }

    /**
     * On their way from this node now.
     *
     * @return 0 or more; other nodes know their own
     */
    public int inFlight() {
        return inFlight;
    }

    /**
     * When the first of those that wait was published.
     *
     * @return empty when nothing waits
     */
    public Optional<Instant> oldestWaiting() {
        return oldestWaiting;
    }

    @Override
    public String toString() {
        return "shard " + shard + " of " + owner.orElse("nobody") + ": " + waiting + " waiting, " + delayed
                + " delayed, " + parked + " parked, " + retrying + " retrying, " + inFlight + " in flight here";
    }

    /** Collects a status. Not thread-safe. */
    public static final class Builder {

        private final int shard;
        private String database = "";
        private Optional<String> owner = Optional.empty();
        private long epoch = 0;
        private Instant until = Instant.EPOCH;
        private RowCount waiting = RowCount.NONE;
        private RowCount delayed = RowCount.NONE;
        private RowCount parked = RowCount.NONE;
        private RowCount retrying = RowCount.NONE;
        private Optional<Instant> oldestWaiting = Optional.empty();
        private int inFlight = 0;

        private Builder(int shard) {
            this.shard = shard;
        }

        /**
         * Sets {@link ShardStatus#database()}.
         *
         * @param database see there
         * @return this builder
         */
        public Builder database(String database) {
            this.database = database;
            return this;
        }

        /**
         * Sets {@link ShardStatus#owner()}.
         *
         * @param owner see there
         * @return this builder
         */
        public Builder owner(Optional<String> owner) {
            this.owner = owner;
            return this;
        }

        /**
         * Sets {@link ShardStatus#epoch()}.
         *
         * @param epoch see there
         * @return this builder
         */
        public Builder epoch(long epoch) {
            this.epoch = epoch;
            return this;
        }

        /**
         * Sets {@link ShardStatus#until()}.
         *
         * @param until see there
         * @return this builder
         */
        public Builder until(Instant until) {
            this.until = until;
            return this;
        }

        /**
         * Sets {@link ShardStatus#waiting()}.
         *
         * @param waiting see there
         * @return this builder
         */
        public Builder waiting(RowCount waiting) {
            this.waiting = waiting;
            return this;
        }

        /**
         * Sets {@link ShardStatus#delayed()}.
         *
         * @param delayed see there
         * @return this builder
         */
        public Builder delayed(RowCount delayed) {
            this.delayed = delayed;
            return this;
        }

        /**
         * Sets {@link ShardStatus#parked()}.
         *
         * @param parked see there
         * @return this builder
         */
        public Builder parked(RowCount parked) {
            this.parked = parked;
            return this;
        }

        /**
         * Sets {@link ShardStatus#retrying()}.
         *
         * @param retrying see there
         * @return this builder
         */
        public Builder retrying(RowCount retrying) {
            this.retrying = retrying;
            return this;
        }

        /**
         * Sets {@link ShardStatus#inFlight()}.
         *
         * @param inFlight see there
         * @return this builder
         */
        public Builder inFlight(int inFlight) {
            this.inFlight = inFlight;
            return this;
        }

        /**
         * Sets {@link ShardStatus#oldestWaiting()}.
         *
         * @param oldestWaiting see there
         * @return this builder
         */
        public Builder oldestWaiting(Optional<Instant> oldestWaiting) {
            this.oldestWaiting = oldestWaiting;
            return this;
        }

        /**
         * Builds the status.
         *
         * @return the status
         */
        public ShardStatus build() {
            return new ShardStatus(this);
        }
    }
}

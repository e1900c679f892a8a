package dev.inlay.api.event;

import dev.inlay.api.tenant.TenantId;
import java.time.Instant;
import java.util.Optional;

/**
 * How it stands with one tenant's events for one target: what an operator looks at first. Immutable.
 *
 * @since 0.1
 */
public final class TargetStatus {

    private final String database;
    private final TenantId tenant;
    private final String target;
    private final RowCount waiting;
    private final RowCount delayed;
    private final RowCount parked;
    private final RowCount retrying;
    private final Optional<Instant> oldestWaiting;
    private final Optional<Instant> oldestParked;
    private final Optional<Instant> nextAttempt;
    private final int inFlight;
    private final int stuck;
    private final Optional<String> notAttempted;
    private final Optional<Hold> hold;

    private TargetStatus(Builder from) {
        this.database = from.database;
        this.tenant = from.tenant;
        this.target = from.target;
        this.waiting = from.waiting;
        this.delayed = from.delayed;
        this.parked = from.parked;
        this.retrying = from.retrying;
        this.oldestWaiting = from.oldestWaiting;
        this.oldestParked = from.oldestParked;
        this.nextAttempt = from.nextAttempt;
        this.inFlight = from.inFlight;
        this.stuck = from.stuck;
        this.notAttempted = from.notAttempted;
        this.hold = from.hold;
    }

    /**
     * Begins a status with nothing in it.
     *
     * @param tenant whose events
     * @param target where they go
     * @return a builder
     */
    public static Builder of(TenantId tenant, String target) {
        return new Builder(tenant, target);
    }

    /**
     * Begins with this status.
     *
     * @return a builder
     */
    public Builder toBuilder() {
        Builder builder = new Builder(tenant, target);
        builder.database = database;
        builder.waiting = waiting;
        builder.delayed = delayed;
        builder.parked = parked;
        builder.retrying = retrying;
        builder.oldestWaiting = oldestWaiting;
        builder.oldestParked = oldestParked;
        builder.nextAttempt = nextAttempt;
        builder.inFlight = inFlight;
        builder.stuck = stuck;
        builder.notAttempted = notAttempted;
        builder.hold = hold;
        return builder;
    }

    /**
     * Which database they wait in.
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
     * Committed and due, not yet acknowledged.
     *
     * @return also those that are on their way, are tried again or are held
     */
    public RowCount waiting() {
        return waiting;
    }

    /**
     * Not due yet.
     *
     * @return the count
     */
    public RowCount delayed() {
        return delayed;
    }

    /**
     * Set aside until an operator replays or discards them.
     *
     * @return the count
     */
    public RowCount parked() {
        return parked;
    }

    /**
     * Streams, and events without a key, whose last attempt failed and that are tried again.
     *
     * @return the count
     */
    public RowCount retrying() {
        return retrying;
    }

    /**
     * When the first of those that wait was published.
     *
     * @return empty when nothing waits
     */
    public Optional<Instant> oldestWaiting() {
        return oldestWaiting;
    }

    /**
     * When the first of those that are parked was parked.
     *
     * @return empty when nothing is
     */
    public Optional<Instant> oldestParked() {
        return oldestParked;
    }

    /**
     * When the first of those that are tried again is due.
     *
     * @return of at most 10,000 that were looked at; empty when there is none
     */
    public Optional<Instant> nextAttempt() {
        return nextAttempt;
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
     * Calls to the target, whosever events they are, that this node has given up although the transport has not
     * returned. Each keeps one of the target's places until it does.
     *
     * @return 0 or more; other nodes know their own
     */
    public int stuck() {
        return stuck;
    }

    /**
     * Why this node's last attempt at one of them was put off before it was made, which uses up no attempt and so shows
     * nowhere else: what its transport, breaker or limiter said.
     *
     * @return empty once an attempt was made; other nodes know their own
     */
    public Optional<String> notAttempted() {
        return notAttempted;
    }

    /**
     * The order not to send them.
     *
     * @return the one for all tenants before the tenant's own; empty when they are sent
     */
    public Optional<Hold> hold() {
        return hold;
    }

    @Override
    public String toString() {
        return tenant + " to " + target + ": " + waiting + " waiting, " + delayed + " delayed, " + parked + " parked";
    }

    /** Collects a status. Not thread-safe. */
    public static final class Builder {

        private final TenantId tenant;
        private final String target;
        private String database = "";
        private RowCount waiting = RowCount.NONE;
        private RowCount delayed = RowCount.NONE;
        private RowCount parked = RowCount.NONE;
        private RowCount retrying = RowCount.NONE;
        private Optional<Instant> oldestWaiting = Optional.empty();
        private Optional<Instant> oldestParked = Optional.empty();
        private Optional<Instant> nextAttempt = Optional.empty();
        private int inFlight = 0;
        private int stuck = 0;
        private Optional<String> notAttempted = Optional.empty();
        private Optional<Hold> hold = Optional.empty();

        private Builder(TenantId tenant, String target) {
            this.tenant = tenant;
            this.target = target;
        }

        /**
         * Sets {@link TargetStatus#database()}.
         *
         * @param database see there
         * @return this builder
         */
        public Builder database(String database) {
            this.database = database;
            return this;
        }

        /**
         * Sets {@link TargetStatus#waiting()}.
         *
         * @param waiting see there
         * @return this builder
         */
        public Builder waiting(RowCount waiting) {
            this.waiting = waiting;
            return this;
        }

        /**
         * Sets {@link TargetStatus#delayed()}.
         *
         * @param delayed see there
         * @return this builder
         */
        public Builder delayed(RowCount delayed) {
            this.delayed = delayed;
            return this;
        }

        /**
         * Sets {@link TargetStatus#parked()}.
         *
         * @param parked see there
         * @return this builder
         */
        public Builder parked(RowCount parked) {
            this.parked = parked;
            return this;
        }

        /**
         * Sets {@link TargetStatus#retrying()}.
         *
         * @param retrying see there
         * @return this builder
         */
        public Builder retrying(RowCount retrying) {
            this.retrying = retrying;
            return this;
        }

        /**
         * Sets {@link TargetStatus#oldestWaiting()}.
         *
         * @param oldestWaiting see there
         * @return this builder
         */
        public Builder oldestWaiting(Optional<Instant> oldestWaiting) {
            this.oldestWaiting = oldestWaiting;
            return this;
        }

        /**
         * Sets {@link TargetStatus#oldestParked()}.
         *
         * @param oldestParked see there
         * @return this builder
         */
        public Builder oldestParked(Optional<Instant> oldestParked) {
            this.oldestParked = oldestParked;
            return this;
        }

        /**
         * Sets {@link TargetStatus#nextAttempt()}.
         *
         * @param nextAttempt see there
         * @return this builder
         */
        public Builder nextAttempt(Optional<Instant> nextAttempt) {
            this.nextAttempt = nextAttempt;
            return this;
        }

        /**
         * Sets {@link TargetStatus#inFlight()}.
         *
         * @param inFlight see there
         * @return this builder
         */
        public Builder inFlight(int inFlight) {
            this.inFlight = inFlight;
            return this;
        }

        /**
         * Sets {@link TargetStatus#stuck()}.
         *
         * @param stuck see there
         * @return this builder
         */
        public Builder stuck(int stuck) {
            this.stuck = stuck;
            return this;
        }

        /**
         * Sets {@link TargetStatus#notAttempted()}.
         *
         * @param reason see there
         * @return this builder
         */
        public Builder notAttempted(Optional<String> reason) {
            this.notAttempted = reason;
            return this;
        }

        /**
         * Sets {@link TargetStatus#hold()}.
         *
         * @param hold see there
         * @return this builder
         */
        public Builder hold(Optional<Hold> hold) {
            this.hold = hold;
            return this;
        }

        /**
         * Builds the status.
         *
         * @return the status
         */
        public TargetStatus build() {
            return new TargetStatus(this);
        }
    }
}

package dev.inlay.api.entitlement;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * The answer to a check. Immutable; for flags it is made once per snapshot, so that a check allocates nothing.
 *
 * @since 0.1
 */
public final class Decision {

    private final Feature feature;
    private final boolean allowed;
    private final Reason reason;
    private final String source;
    private final long limit;
    private final @Nullable Instant validUntil;
    private final long snapshotVersion;

    private Decision(Builder builder) {
        this.feature = builder.feature;
        this.allowed = builder.allowed;
        this.reason = builder.reason;
        this.source = builder.source;
        this.limit = builder.limit;
        this.validUntil = builder.validUntil;
        this.snapshotVersion = builder.snapshotVersion;
    }

    /**
     * Begins a decision. The engine calls this; a host receives decisions from {@link Entitlements}.
     *
     * @param feature what was asked
     * @param allowed the answer
     * @param reason why
     * @return a builder
     */
    public static Builder builder(Feature feature, boolean allowed, Reason reason) {
        return new Builder(feature, allowed, reason);
    }

    /**
     * What was asked.
     *
     * @return the feature
     */
    public Feature feature() {
        return feature;
    }

    /**
     * The answer.
     *
     * @return {@code true} when the work may go on
     */
    public boolean allowed() {
        return allowed;
    }

    /**
     * Why.
     *
     * @return the reason
     */
    public Reason reason() {
        return reason;
    }

    /**
     * The source that won, for example {@code "contract:c-17"}, {@code "plan:clinic-basic"} or {@code "default"}. Where
     * the key is granted as another type only, the source says so: {@code "plan:clinic-basic (as a limit)"}.
     *
     * @return kind and id joined by a colon
     */
    public String source() {
        return source;
    }

    /**
     * How many are granted.
     *
     * @return empty for a flag, and for a limit that no source grants
     */
    public OptionalLong limit() {
        return limit < 0 ? OptionalLong.empty() : OptionalLong.of(limit);
    }

    /**
     * When the source that won ends by itself.
     *
     * @return empty when no end is known
     */
    public Optional<Instant> validUntil() {
        return Optional.ofNullable(validUntil);
    }

    /**
     * The version of the snapshot that answered.
     *
     * @return grows with every recompilation
     */
    public long snapshotVersion() {
        return snapshotVersion;
    }

    @Override
    public String toString() {
        return feature + (allowed ? " allowed" : " refused") + " (" + reason + ", " + source
                + (limit < 0 ? "" : ", limit " + limit) + ")";
    }

    /** Collects a decision. Not thread-safe. */
    public static final class Builder {

        private final Feature feature;
        private final boolean allowed;
        private final Reason reason;
        private String source = "default";
        private long limit = -1;
        private @Nullable Instant validUntil;
        private long snapshotVersion;

        private Builder(Feature feature, boolean allowed, Reason reason) {
            this.feature = Objects.requireNonNull(feature, "feature");
            this.allowed = allowed;
            this.reason = Objects.requireNonNull(reason, "reason");
        }

        /**
         * Sets the source that won.
         *
         * @param source kind and id joined by a colon; default {@code "default"}
         * @return this builder
         */
        public Builder source(String source) {
            this.source = Objects.requireNonNull(source, "source");
            return this;
        }

        /**
         * Sets how many are granted.
         *
         * @param limit 0 or more
         * @return this builder
         */
        public Builder limit(long limit) {
            this.limit = limit;
            return this;
        }

        /**
         * Sets when the source ends by itself.
         *
         * @param validUntil exclusive
         * @return this builder
         */
        public Builder validUntil(Instant validUntil) {
            this.validUntil = validUntil;
            return this;
        }

        /**
         * Sets the version of the snapshot.
         *
         * @param snapshotVersion the version
         * @return this builder
         */
        public Builder snapshotVersion(long snapshotVersion) {
            this.snapshotVersion = snapshotVersion;
            return this;
        }

        /**
         * Builds the decision.
         *
         * @return an immutable decision
         */
        public Decision build() {
            return new Decision(this);
        }
    }
}

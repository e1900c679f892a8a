package dev.inlay.api.tenant;

import dev.inlay.api.error.InvalidValueException;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What the directory knows of a tenant. Holds no personal data. Immutable.
 *
 * @since 0.1
 */
public final class TenantProfile {

    private final TenantPath path;
    private final TenantStatus status;
    private final String segment;
    private final String region;
    private final String ring;
    private final String tier;
    private final String placement;
    private final ZoneId zone;

    private TenantProfile(Builder builder) {
        this.path = builder.path;
        this.status = builder.status;
        this.segment = label("segment", builder.segment);
        this.region = label("region", builder.region);
        this.ring = label("ring", builder.ring);
        this.tier = label("tier", builder.tier);
        this.placement = label("placement", builder.placement);
        this.zone = builder.zone;
    }

    /**
     * Begins a profile with every default.
     *
     * @param path where the tenant stands
     * @return a builder
     */
    public static Builder builder(TenantPath path) {
        return new Builder(path);
    }

    private static String label(String field, String value) {
        if (value.isEmpty() || value.length() > 64 || !value.chars().allMatch(c -> c > ' ' && c < 127)) {
            throw new InvalidValueException(field, "must have 1 to 64 visible ASCII characters");
        }
        return value;
    }

    /**
     * The tenant's id.
     *
     * @return the last node of {@link #path()}
     */
    public TenantId id() {
        return path.tenant();
    }

    /**
     * Where the tenant stands.
     *
     * @return the path
     */
    public TenantPath path() {
        return path;
    }

    /**
     * Whether the tenant may work.
     *
     * @return default {@link TenantStatus#ACTIVE}
     */
    public TenantStatus status() {
        return status;
    }

    /**
     * The group of similar load and compliance that the tenant is hosted with.
     *
     * @return default {@code "shared"}
     */
    public String segment() {
        return segment;
    }

    /**
     * Where the tenant's data must stay.
     *
     * @return default {@code "default"}
     */
    public String region() {
        return region;
    }

    /**
     * How early the tenant receives releases.
     *
     * @return default {@code "stable"}
     */
    public String ring() {
        return ring;
    }

    /**
     * The service level that was bought.
     *
     * @return default {@code "standard"}
     */
    public String tier() {
        return tier;
    }

    /**
     * The name of the place where the tenant's rows live.
     *
     * @return default {@code "shared"}
     */
    public String placement() {
        return placement;
    }

    /**
     * The zone in which the tenant's days and months begin.
     *
     * @return default UTC
     */
    public ZoneId zone() {
        return zone;
    }

    /**
     * A builder that holds this profile's values.
     *
     * @return a new builder
     */
    public Builder toBuilder() {
        return new Builder(path)
                .status(status)
                .segment(segment)
                .region(region)
                .ring(ring)
                .tier(tier)
                .placement(placement)
                .zone(zone);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof TenantProfile that
                && path.equals(that.path)
                && status == that.status
                && segment.equals(that.segment)
                && region.equals(that.region)
                && ring.equals(that.ring)
                && tier.equals(that.tier)
                && placement.equals(that.placement)
                && zone.equals(that.zone);
    }

    @Override
    public int hashCode() {
        return Objects.hash(path, status, segment, region, ring, tier, placement, zone);
    }

    @Override
    public String toString() {
        return path + " " + status;
    }

    /** Collects a profile. Not thread-safe. */
    public static final class Builder {

        private final TenantPath path;
        private TenantStatus status = TenantStatus.ACTIVE;
        private String segment = "shared";
        private String region = "default";
        private String ring = "stable";
        private String tier = "standard";
        private String placement = "shared";
        private ZoneId zone = ZoneOffset.UTC;

        private Builder(TenantPath path) {
            this.path = Objects.requireNonNull(path, "path");
        }

        /**
         * Sets whether the tenant may work.
         *
         * @param status default {@link TenantStatus#ACTIVE}
         * @return this builder
         */
        public Builder status(TenantStatus status) {
            this.status = Objects.requireNonNull(status, "status");
            return this;
        }

        /**
         * Sets the hosting segment.
         *
         * @param segment 1 to 64 visible ASCII characters; default {@code "shared"}
         * @return this builder
         */
        public Builder segment(String segment) {
            this.segment = segment;
            return this;
        }

        /**
         * Sets the region.
         *
         * @param region 1 to 64 visible ASCII characters; default {@code "default"}
         * @return this builder
         */
        public Builder region(String region) {
            this.region = region;
            return this;
        }

        /**
         * Sets the release ring.
         *
         * @param ring 1 to 64 visible ASCII characters; default {@code "stable"}
         * @return this builder
         */
        public Builder ring(String ring) {
            this.ring = ring;
            return this;
        }

        /**
         * Sets the service level.
         *
         * @param tier 1 to 64 visible ASCII characters; default {@code "standard"}
         * @return this builder
         */
        public Builder tier(String tier) {
            this.tier = tier;
            return this;
        }

        /**
         * Sets the placement.
         *
         * @param placement 1 to 64 visible ASCII characters; default {@code "shared"}
         * @return this builder
         */
        public Builder placement(String placement) {
            this.placement = placement;
            return this;
        }

        /**
         * Sets the zone in which days begin.
         *
         * @param zone default UTC
         * @return this builder
         */
        public Builder zone(ZoneId zone) {
            this.zone = Objects.requireNonNull(zone, "zone");
            return this;
        }

        /**
         * Builds the profile.
         *
         * @return an immutable profile
         * @throws InvalidValueException naming the field
         */
        public TenantProfile build() {
            return new TenantProfile(this);
        }
    }
}

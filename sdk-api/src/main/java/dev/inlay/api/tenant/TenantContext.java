package dev.inlay.api.tenant;

import java.util.Objects;

/**
 * The tenant that a piece of work is bound to, as it was known when it was bound. Immutable; made once per tenant,
 * directory version and origin, so that binding allocates nothing.
 *
 * @since 0.1
 */
public final class TenantContext {

    private final TenantProfile profile;
    private final long directoryVersion;
    private final Origin origin;
    private final String cachePrefix;

    private TenantContext(TenantProfile profile, long directoryVersion, Origin origin) {
        this.profile = Objects.requireNonNull(profile, "profile");
        this.directoryVersion = directoryVersion;
        this.origin = Objects.requireNonNull(origin, "origin");
        this.cachePrefix = profile.id() + "/";
    }

    /**
     * Creates a context. The engine calls this; a host receives contexts from {@link Tenants}.
     *
     * @param profile what the directory knows
     * @param directoryVersion the directory version that it was read at
     * @param origin how the work came to be bound
     * @return the context
     */
    public static TenantContext of(TenantProfile profile, long directoryVersion, Origin origin) {
        return new TenantContext(profile, directoryVersion, origin);
    }

    /**
     * The tenant's id.
     *
     * @return the id
     */
    public TenantId id() {
        return profile.id();
    }

    /**
     * Where the tenant stands.
     *
     * @return the path
     */
    public TenantPath path() {
        return profile.path();
    }

    /**
     * Everything that the directory knows of the tenant.
     *
     * @return the profile
     */
    public TenantProfile profile() {
        return profile;
    }

    /**
     * The version of the directory that the profile was read at.
     *
     * @return grows with every change of the directory
     */
    public long directoryVersion() {
        return directoryVersion;
    }

    /**
     * How the work came to be bound.
     *
     * @return the origin
     */
    public Origin origin() {
        return origin;
    }

    /**
     * What a host puts in front of every key of a cache that tenants share. No id contains {@code /}, so two tenants'
     * keys cannot meet.
     *
     * @return the id and a slash
     */
    public String cachePrefix() {
        return cachePrefix;
    }

    @Override
    public String toString() {
        return profile.path().toString();
    }
}

package dev.inlay.api.tenant;

import dev.inlay.api.error.InvalidValueException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where a tenant stands in the hierarchy platform › OEM › reseller › tenant. A tenant that its OEM serves directly has
 * no reseller. Immutable; equal when all levels are equal.
 *
 * @since 0.1
 */
public final class TenantPath {

    private static final String NO_RESELLER = "-";

    private final TenantId platform;
    private final TenantId oem;
    private final @Nullable TenantId reseller;
    private final TenantId tenant;
    private final List<TenantId> nodes;

    private TenantPath(TenantId platform, TenantId oem, @Nullable TenantId reseller, TenantId tenant) {
        this.platform = Objects.requireNonNull(platform, "platform");
        this.oem = Objects.requireNonNull(oem, "oem");
        this.reseller = reseller;
        this.tenant = Objects.requireNonNull(tenant, "tenant");
        List<TenantId> levels = new ArrayList<>(4);
        levels.add(platform);
        levels.add(oem);
        if (reseller != null) {
            levels.add(reseller);
        }
        levels.add(tenant);
        for (TenantId level : levels) {
            if (levels.indexOf(level) != levels.lastIndexOf(level)) {
                throw new InvalidValueException("tenantPath", "a node stands twice in " + levels);
            }
        }
        this.nodes = List.copyOf(levels);
    }

    /**
     * Creates the path of a tenant that a reseller serves.
     *
     * @param platform the platform
     * @param oem the OEM
     * @param reseller the reseller
     * @param tenant the tenant
     * @return the path
     * @throws InvalidValueException for {@code tenantPath} when a node stands twice
     */
    public static TenantPath of(TenantId platform, TenantId oem, TenantId reseller, TenantId tenant) {
        return new TenantPath(platform, oem, Objects.requireNonNull(reseller, "reseller"), tenant);
    }

    /**
     * Creates the path of a tenant that its OEM serves directly.
     *
     * @param platform the platform
     * @param oem the OEM
     * @param tenant the tenant
     * @return the path
     * @throws InvalidValueException for {@code tenantPath} when a node stands twice
     */
    public static TenantPath direct(TenantId platform, TenantId oem, TenantId tenant) {
        return new TenantPath(platform, oem, null, tenant);
    }

    /**
     * Reads what {@link #toString()} writes.
     *
     * @param text four ids joined by {@code /}, the third may be {@code -} for none
     * @return the path
     * @throws InvalidValueException for {@code tenantPath} or {@code tenantId}
     */
    public static TenantPath parse(String text) {
        String[] parts = text.split("/", -1);
        if (parts.length != 4) {
            throw new InvalidValueException(
                    "tenantPath", "must be platform/oem/reseller/tenant, with - for no reseller");
        }
        TenantId reseller = parts[2].equals(NO_RESELLER) ? null : TenantId.of(parts[2]);
        return new TenantPath(TenantId.of(parts[0]), TenantId.of(parts[1]), reseller, TenantId.of(parts[3]));
    }

    /**
     * The platform at the top.
     *
     * @return the first node
     */
    public TenantId platform() {
        return platform;
    }

    /**
     * The software vendor.
     *
     * @return the second node
     */
    public TenantId oem() {
        return oem;
    }

    /**
     * The reseller, where there is one.
     *
     * @return empty for a tenant that its OEM serves directly
     */
    public Optional<TenantId> reseller() {
        return Optional.ofNullable(reseller);
    }

    /**
     * The tenant itself.
     *
     * @return the last node
     */
    public TenantId tenant() {
        return tenant;
    }

    /**
     * All nodes, from the platform down.
     *
     * @return three or four ids, the tenant last; unmodifiable
     */
    public List<TenantId> nodes() {
        return nodes;
    }

    /**
     * Whether a node stands on this path, so that the tenant belongs to its subtree.
     *
     * @param node any id
     * @return {@code true} for each of {@link #nodes()}
     */
    public boolean isWithin(TenantId node) {
        return nodes.contains(node);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof TenantPath that && nodes.equals(that.nodes);
    }

    @Override
    public int hashCode() {
        return nodes.hashCode();
    }

    /**
     * The path as text, for example {@code inlay/medisoft/nordic/north-clinic} or
     * {@code inlay/medisoft/-/south-clinic}.
     */
    @Override
    public String toString() {
        return platform + "/" + oem + "/" + (reseller == null ? NO_RESELLER : reseller.value()) + "/" + tenant;
    }
}

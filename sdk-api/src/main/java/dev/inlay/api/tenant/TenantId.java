package dev.inlay.api.tenant;

import dev.inlay.api.error.InvalidValueException;
import org.jspecify.annotations.Nullable;

/**
 * The name of a tenant, or of a node above it (platform, OEM, reseller). Compared byte by byte: {@code north} and
 * {@code NORTH} are two tenants, on every database. Immutable.
 *
 * @since 0.1
 */
public final class TenantId implements Comparable<TenantId> {

    /** The longest id, in characters. */
    public static final int MAX_LENGTH = 64;

    private final String value;
    private final int hash;

    private TenantId(String value) {
        if (value.isEmpty() || value.length() > MAX_LENGTH) {
            throw new InvalidValueException("tenantId", "must have 1 to " + MAX_LENGTH + " characters");
        }
        for (int i = 0; i < value.length(); i++) {
            if (!allowed(value.charAt(i), i == 0)) {
                throw new InvalidValueException(
                        "tenantId",
                        "character " + (i + 1) + " is not allowed; use A-Z a-z 0-9 . _ - and begin with a letter or"
                                + " digit");
            }
        }
        this.value = value;
        this.hash = value.hashCode();
    }

    /**
     * Creates an id.
     *
     * @param value 1 to 64 characters of {@code A-Z a-z 0-9 . _ -}, beginning with a letter or digit; ASCII only, so
     *     that no two ids look alike, and safe in a path, a header and a cache key
     * @return the id
     * @throws InvalidValueException for the field {@code tenantId}
     */
    public static TenantId of(String value) {
        return new TenantId(value);
    }

    /**
     * The id as text.
     *
     * @return 1 to 64 characters
     */
    public String value() {
        return value;
    }

    private static boolean allowed(char c, boolean first) {
        boolean alphanumeric = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
        return alphanumeric || (!first && (c == '.' || c == '_' || c == '-'));
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return this == other || (other instanceof TenantId that && hash == that.hash && value.equals(that.value));
    }

    /** Computed once: ids are looked up on every binding. */
    @Override
    public int hashCode() {
        return hash;
    }

    @Override
    public int compareTo(TenantId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}

package dev.inlay.api.tenant;

import dev.inlay.api.error.InvalidValueException;

/**
 * The name of a tenant, or of a node above it (platform, OEM, reseller). Compared byte by byte: {@code north} and
 * {@code NORTH} are two tenants, on every database.
 *
 * @param value 1 to 64 characters of {@code A-Z a-z 0-9 . _ -}, beginning with a letter or digit; ASCII only, so that
 *     no two ids look alike, and safe in a path, a header and a cache key
 * @since 0.1
 */
public record TenantId(String value) implements Comparable<TenantId> {

    /** The longest id, in characters. */
    public static final int MAX_LENGTH = 64;

    /**
     * Validates the id.
     *
     * @param value see the record
     * @throws InvalidValueException for the field {@code tenantId}
     */
    public TenantId {
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
    }

    /**
     * Creates an id.
     *
     * @param value see the record
     * @return the id
     * @throws InvalidValueException for the field {@code tenantId}
     */
    public static TenantId of(String value) {
        return new TenantId(value);
    }

    private static boolean allowed(char c, boolean first) {
        boolean alphanumeric = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
        return alphanumeric || (!first && (c == '.' || c == '_' || c == '-'));
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

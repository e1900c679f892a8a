package dev.inlay.core.internal.access;

import dev.inlay.api.error.InvalidValueException;
import dev.inlay.api.tenant.TenantId;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.regex.Pattern;

/**
 * The name of a grant. It begins with the tenant's, so that whoever holds it knows which database and which trail it
 * belongs to; then 12 hex digits of milliseconds and 20 random ones.
 */
final class GrantId {

    private static final Pattern REST = Pattern.compile("[0-9a-f]{32}");
    private static final int RANDOM_BYTES = 10;

    private GrantId() {}

    static String next(TenantId tenant, long millis, SecureRandom random) {
        byte[] bytes = new byte[RANDOM_BYTES];
        random.nextBytes(bytes);
        return tenant + "/" + HexFormat.of().toHexDigits(millis, 12)
                + HexFormat.of().formatHex(bytes);
    }

    /** The tenant that a grant is said to be for. */
    static TenantId tenantOf(String grantId) {
        int slash = grantId.indexOf('/');
        if (slash < 1 || !REST.matcher(grantId.substring(slash + 1)).matches()) {
            throw new InvalidValueException("grantId", "is not the id of a grant; use the one that grant() returned");
        }
        return TenantId.of(grantId.substring(0, slash));
    }
}

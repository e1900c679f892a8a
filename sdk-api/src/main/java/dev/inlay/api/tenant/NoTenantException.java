package dev.inlay.api.tenant;

import dev.inlay.api.error.InlayException;
import java.io.Serial;

/**
 * No tenant is bound where one is needed, or the tenant named may not be bound. Codes: {@code tenant.none} (nothing
 * bound), {@code tenant.unknown}, {@code tenant.suspended}, {@code tenant.closed}, {@code tenant.rebind} (another
 * tenant is bound).
 *
 * @since 0.1
 */
public final class NoTenantException extends InlayException {

    @Serial
    private static final long serialVersionUID = 1L;

    /**
     * Creates an exception.
     *
     * @param code one of the codes above
     * @param message what was asked, for whom, and how to mend it
     */
    public NoTenantException(String code, String message) {
        super(code, message);
    }
}

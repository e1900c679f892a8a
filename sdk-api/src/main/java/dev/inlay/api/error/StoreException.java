package dev.inlay.api.error;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/**
 * A database that did not do what was asked. The {@link java.sql.SQLException}, where there was one, is the cause.
 *
 * @since 0.1
 */
public final class StoreException extends InlayException {

    @Serial
    private static final long serialVersionUID = 1L;

    /**
     * Creates an exception.
     *
     * @param code stable, begins with {@code store.}
     * @param retryable whether the whole transaction may succeed when run again
     * @param message what failed, for which tenant or key, and what to do
     * @param cause what led to it, or {@code null}
     */
    public StoreException(String code, boolean retryable, String message, @Nullable Throwable cause) {
        super(code, retryable, message, cause);
    }
}

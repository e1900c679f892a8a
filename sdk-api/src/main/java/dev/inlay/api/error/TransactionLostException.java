package dev.inlay.api.error;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/**
 * A deadlock, lock time-out or serialization failure: the database gave up on the host's transaction. Roll back, then
 * run the <em>whole</em> transaction again; repeating the one call is not enough. Code {@code transaction.lost}, always
 * retryable.
 *
 * @since 0.1
 */
public final class TransactionLostException extends InlayException {

    @Serial
    private static final long serialVersionUID = 1L;

    /**
     * Creates an exception.
     *
     * @param message what was being done, for which tenant or key
     * @param cause what the database said
     */
    public TransactionLostException(String message, @Nullable Throwable cause) {
        super("transaction.lost", true, message + "; roll back and run the whole transaction again", cause);
    }
}

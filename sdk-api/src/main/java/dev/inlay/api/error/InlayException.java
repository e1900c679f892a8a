package dev.inlay.api.error;

import java.io.Serial;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Any failure that Inlay reports. The message says what failed, for which tenant or key, and what to do about it; it
 * never carries a secret or a payload.
 *
 * <p>Branch on {@link #code()} or on a subclass, never on the message.
 *
 * @since 0.1
 */
public class InlayException extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1L;

    /** The stable code. */
    private final String code;

    /** Whether the same work may succeed when done again. */
    private final boolean retryable;

    /**
     * Creates an exception.
     *
     * @param code stable, lower-case, dotted, for example {@code "event.target.unknown"}; the set of codes is open
     * @param retryable whether the same work may succeed when done again, see {@link #retryable()}
     * @param message what failed, for whom, and what to do
     * @param cause what led to it, or {@code null}
     */
    public InlayException(String code, boolean retryable, String message, @Nullable Throwable cause) {
        super(Objects.requireNonNull(message, "message"), cause);
        this.code = Objects.requireNonNull(code, "code");
        this.retryable = retryable;
    }

    /**
     * Creates an exception that a retry does not mend and that has no cause.
     *
     * @param code stable, lower-case, dotted
     * @param message what failed, for whom, and what to do
     */
    public InlayException(String code, String message) {
        this(code, false, message, null);
    }

    /**
     * The stable code of the failure. New codes may appear in any release.
     *
     * @return lower-case and dotted
     */
    public final String code() {
        return code;
    }

    /**
     * Whether the same work may succeed when done again. After a failed statement it means that the host's <em>whole
     * transaction</em> must be run again, not the one call.
     *
     * @return {@code true} when a retry makes sense
     */
    public final boolean retryable() {
        return retryable;
    }

    /**
     * What failed, for whom, and what to do.
     *
     * @return never {@code null}
     */
    @Override
    public String getMessage() {
        return Objects.requireNonNull(super.getMessage());
    }
}

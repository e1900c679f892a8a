package dev.inlay.api.error;

import java.io.Serial;

/**
 * A value that was refused at the door; nothing was written. Code {@code value.invalid}, never retryable.
 *
 * @since 0.1
 */
public final class InvalidValueException extends InlayException {

    @Serial
    private static final long serialVersionUID = 1L;

    /** The name of the refused field. */
    private final String field;

    /**
     * Creates an exception for one field.
     *
     * @param field the field as the caller knows it, for example {@code "tenantId"}
     * @param problem what is wrong with it and what would be right
     */
    public InvalidValueException(String field, String problem) {
        super("value.invalid", field + ": " + problem);
        this.field = field;
    }

    /**
     * The name of the refused field.
     *
     * @return as the caller knows it
     */
    public String field() {
        return field;
    }
}

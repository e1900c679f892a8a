package dev.inlay.core.internal.structured;

import java.io.Serial;

/** A text that is no structured field, or a value that none can hold. Its message repeats nothing of either. */
public final class StructuredFieldException extends Exception {

    @Serial
    private static final long serialVersionUID = 1L;

    /** Whether a name stands twice where that is refused. */
    private final boolean duplicate;

    private StructuredFieldException(String message, boolean duplicate) {
        // strangers can make many of these: no stack trace
        super(message, null, false, false);
        this.duplicate = duplicate;
    }

    static StructuredFieldException malformed(String what, int position) {
        return new StructuredFieldException(what + " at character " + (position + 1), false);
    }

    static StructuredFieldException unwritable(String what) {
        return new StructuredFieldException(what, false);
    }

    static StructuredFieldException duplicate(int position) {
        return new StructuredFieldException("a name stands twice, at character " + (position + 1), true);
    }

    /**
     * Whether a name stands twice where that is refused.
     *
     * @return {@code false} for every other fault
     */
    public boolean isDuplicate() {
        return duplicate;
    }
}

package dev.inlay.api.error;

import java.io.Serial;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A document (tenants, plans, contracts, themes) that was refused as a whole, with everything that is wrong in it. The
 * previous version, if any, stays in force. Code {@code document.invalid}, never retryable.
 *
 * @since 0.1
 */
public final class InvalidDocumentException extends InlayException {

    @Serial
    private static final long serialVersionUID = 1L;

    /** Every problem found, in document order; a serialized copy has them in its message only. */
    private final transient @Nullable List<Problem> problems;

    /**
     * Creates an exception.
     *
     * @param problems every problem found, in document order; at least one
     */
    public InvalidDocumentException(List<Problem> problems) {
        super("document.invalid", describe(problems));
        this.problems = List.copyOf(problems);
    }

    /**
     * Every problem found.
     *
     * @return in document order; empty only for an exception that was serialized
     */
    public List<Problem> problems() {
        return problems == null ? List.of() : problems;
    }

    private static String describe(List<Problem> problems) {
        StringBuilder text = new StringBuilder(problems.size() + (problems.size() == 1 ? " problem:" : " problems:"));
        for (Problem problem : problems) {
            text.append("\n  ").append(problem);
        }
        return text.toString();
    }

    /**
     * One thing that is wrong, and where.
     *
     * @param document the file or other name of the document
     * @param line the line, from 1; 0 where it is not known
     * @param pointer the place as a JSON Pointer (RFC 6901); empty for the whole document
     * @param message what is wrong and what would be right
     */
    public record Problem(String document, int line, String pointer, String message) {

        @Override
        public String toString() {
            String place = line > 0 ? document + ":" + line : document;
            return place + (pointer.isEmpty() ? "" : " " + pointer) + ": " + message;
        }
    }
}

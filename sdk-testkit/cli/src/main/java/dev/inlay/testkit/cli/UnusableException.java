package dev.inlay.testkit.cli;

import java.io.Serial;

/** A command or a jar that nothing can be run with; the message says why. */
final class UnusableException extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1L;

    UnusableException(String message) {
        super(message);
    }

    UnusableException(String message, Throwable cause) {
        super(message + ": " + cause, cause);
    }
}

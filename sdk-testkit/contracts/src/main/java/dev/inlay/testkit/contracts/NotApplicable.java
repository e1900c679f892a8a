package dev.inlay.testkit.contracts;

import java.io.Serial;
import org.opentest4j.TestAbortedException;

/** A requirement that a provider declared to mean nothing for it; any other abortion is a failure. */
final class NotApplicable extends TestAbortedException {

    @Serial
    private static final long serialVersionUID = 1L;

    NotApplicable(String reason) {
        super(reason);
    }
}

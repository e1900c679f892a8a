package dev.inlay.core.internal.tenant.propagation;

import java.io.Serial;

/** Ends an inspection early. Never leaves this package. */
final class RefusedException extends Exception {

    @Serial
    private static final long serialVersionUID = 1L;

    private final Refusal refusal;

    RefusedException(Refusal refusal) {
        // strangers can make many of these: no stack trace
        super(refusal.name(), null, false, false);
        this.refusal = refusal;
    }

    Refusal refusal() {
        return refusal;
    }
}

package dev.inlay.provider.kafka;

import java.io.Serial;

/** No record can be written for an event; the message says why, without the payload. */
final class UnsendableException extends Exception {

    @Serial
    private static final long serialVersionUID = 1L;

    UnsendableException(String reason) {
        super(reason);
    }
}

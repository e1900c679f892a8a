package dev.inlay.provider.feign.internal;

import java.io.Serial;

/** Why there is no answer, without an address, a header or a payload in it. */
public final class NoAnswerException extends Exception {

    @Serial
    private static final long serialVersionUID = 1L;

    /** Whether the request was kept from being sent. */
    private final boolean refusedByPolicy;

    NoAnswerException(String reason, boolean refusedByPolicy) {
        super(reason);
        this.refusedByPolicy = refusedByPolicy;
    }

    /**
     * What happened.
     *
     * @return for people
     */
    public String reason() {
        return String.valueOf(getMessage());
    }

    /**
     * Whether the policy for egress kept the request from being sent.
     *
     * @return {@code false} for all that may pass by itself
     */
    public boolean refusedByPolicy() {
        return refusedByPolicy;
    }
}

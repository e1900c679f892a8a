package dev.inlay.api;

import java.util.List;
import java.util.Objects;

/**
 * What an instance is doing, and what it still waits for. Immutable.
 *
 * @since 0.1
 */
public final class InlayState {

    private final Phase phase;
    private final List<String> waitingFor;

    private InlayState(Phase phase, List<String> waitingFor) {
        this.phase = Objects.requireNonNull(phase, "phase");
        this.waitingFor = List.copyOf(waitingFor);
    }

    /**
     * Creates a state.
     *
     * @param phase where in its life the instance is
     * @param waitingFor what is missing, each in words an operator understands; copied
     * @return the state
     */
    public static InlayState of(Phase phase, List<String> waitingFor) {
        return new InlayState(phase, waitingFor);
    }

    /**
     * Where in its life the instance is.
     *
     * @return the phase
     */
    public Phase phase() {
        return phase;
    }

    /**
     * What is missing, for example {@code "jooq: connection refused; next try in 2 s"}. A ready instance may lack
     * something too: it then works with what it knows, as with a directory of tenants that is stale.
     *
     * @return empty when nothing is missing
     */
    public List<String> waitingFor() {
        return waitingFor;
    }

    /**
     * Whether everything installed runs.
     *
     * @return {@code true} in {@link Phase#READY}
     */
    public boolean isReady() {
        return phase == Phase.READY;
    }

    @Override
    public String toString() {
        return waitingFor.isEmpty() ? phase.toString() : phase + " (" + String.join("; ", waitingFor) + ")";
    }

    /** The stations of an instance's life, in order. */
    public enum Phase {
        /** Built, not started. */
        NEW,
        /** Starting, or waiting for something outside such as a database. */
        STARTING,
        /** Everything installed runs. */
        READY,
        /** The start failed in a way that waiting does not mend. */
        FAILED,
        /** Draining. */
        CLOSING,
        /** Ended; cannot be started again. */
        CLOSED
    }
}

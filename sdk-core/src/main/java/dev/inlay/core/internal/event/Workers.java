package dev.inlay.core.internal.event;

/** Runs attempts on threads of their own, so that one target's hanging transport does not hold up another's. */
interface Workers {

    /** Runs an attempt soon; never blocks. Nobody asks for more at once than the target has places. */
    void start(String target, Runnable attempt);

    /** Lets threads end as soon as their attempt does, and accepts nothing more. */
    void close();
}

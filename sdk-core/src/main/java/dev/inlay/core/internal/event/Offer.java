package dev.inlay.core.internal.event;

import org.jspecify.annotations.Nullable;

/**
 * What one thread offers another to go on with: taken or withdrawn, never both. Thread-safe.
 *
 * @param <T> what is offered
 */
final class Offer<T> {

    private @Nullable T open;
    private @Nullable T taken;
    private boolean closed;

    /** Offers something, unless something else is offered, or nothing may be any more. */
    synchronized void make(T what) {
        if (!closed && open == null) {
            open = what;
        }
    }

    /** Whether nothing is offered, and something may be. */
    synchronized boolean isVacant() {
        return open == null && !closed;
    }

    /** Takes the offer back, if it was not taken; another may be made. */
    synchronized void withdraw() {
        open = null;
    }

    /** From now on nothing is taken. */
    synchronized void close() {
        closed = true;
        open = null;
    }

    /** Takes what is offered now, and nothing later. */
    synchronized @Nullable T take() {
        taken = open;
        close();
        return taken;
    }

    /** What was taken; {@code null} when nothing was, or it is forgotten. */
    synchronized @Nullable T taken() {
        return taken;
    }

    /** Lets go of what was taken, or whoever keeps the first of a long row would keep the whole row. */
    synchronized void forget() {
        taken = null;
    }
}

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

    synchronized boolean isOpen() {
        return open != null;
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

    /** What was taken; {@code null} when nothing was. */
    synchronized @Nullable T taken() {
        return taken;
    }
}

package dev.inlay.core.internal.event;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.NavigableSet;
import java.util.TreeSet;

/**
 * Which questions to the store are open. An answer is a picture of the past: it may show what was removed after the
 * question. Whoever forgets that an event was delivered or parked does so {@link #afterwards}. For the relay's thread
 * only.
 */
final class Pictures {

    private final NavigableSet<Long> open = new TreeSet<>();
    private final Deque<Later> later = new ArrayDeque<>();
    private long last;

    /** A question was asked; answers its number. */
    long asked() {
        open.add(++last);
        return last;
    }

    /** The store answered, or did not; what waits for that comes {@link #settle later}. */
    void answered(long question) {
        open.remove(question);
    }

    /** Does what was put off until questions were answered that are. */
    void settle() {
        while (!later.isEmpty() && (open.isEmpty() || open.first() > later.element().question)) {
            later.remove().act.run();
        }
    }

    /** Does something once every question that is open now has been answered: at once when there is none. */
    void afterwards(Runnable act) {
        if (open.isEmpty()) {
            act.run();
        } else {
            later.add(new Later(last, act));
        }
    }

    private record Later(long question, Runnable act) {}
}

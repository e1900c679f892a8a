package dev.inlay.api.event;

import java.util.List;
import java.util.Optional;

/**
 * Some items of a longer list, and where the next ones begin. A page may be short, even empty, although more follow,
 * since each call looks at so many rows at most: only the lack of {@link #next()} tells the end. Immutable.
 *
 * @param <T> what is listed
 * @since 0.1
 */
public final class Page<T> {

    private final List<T> items;
    private final String next;

    private Page(List<T> items, String next) {
        this.items = List.copyOf(items);
        this.next = next;
    }

    /**
     * Makes a page.
     *
     * @param items what is on it; copied
     * @param next what the next call is given; empty at the end
     * @param <T> what is listed
     * @return the page
     */
    public static <T> Page<T> of(List<T> items, String next) {
        return new Page<>(items, next);
    }

    /**
     * What is on the page.
     *
     * @return unmodifiable
     */
    public List<T> items() {
        return items;
    }

    /**
     * What the call for the next page is given. Opaque: what it is made of may change with every release.
     *
     * @return empty at the end
     */
    public Optional<String> next() {
        return next.isEmpty() ? Optional.empty() : Optional.of(next);
    }

    @Override
    public String toString() {
        return items + (next.isEmpty() ? "" : ", and more");
    }
}

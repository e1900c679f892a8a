package dev.inlay.core.internal.event;

import dev.inlay.api.error.InvalidValueException;
import dev.inlay.api.event.Page;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.function.BiFunction;

/** Lists what several databases list, one after the other: where a page ended is a database, and where in it. */
final class DatabasePages {

    private static final int MOST = 1_000;

    private DatabasePages() {}

    static <T> Page<T> list(
            List<Outboxes.Named> databases,
            String after,
            int limit,
            BiFunction<Outboxes.Named, String, Page<T>> reading) {
        if (limit < 1 || limit > MOST) {
            throw new InvalidValueException("limit", "must be 1 to 1,000, was " + limit);
        }
        int split = after.indexOf('~');
        if (split < 0 && !after.isEmpty()) {
            throw refused();
        }
        int at = after.isEmpty() ? 0 : find(databases, after.substring(0, split));
        if (at == databases.size()) {
            return Page.of(List.of(), "");
        }
        Page<T> page = reading.apply(databases.get(at), after.substring(split + 1));
        String next = page.next()
                .map(inner -> token(databases.get(at), inner))
                .orElseGet(() -> at + 1 < databases.size() ? token(databases.get(at + 1), "") : "");
        return Page.of(page.items(), next);
    }

    private static String token(Outboxes.Named database, String inner) {
        return name(database) + "~" + inner;
    }

    private static String name(Outboxes.Named database) {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(database.database().getBytes(StandardCharsets.UTF_8));
    }

    private static int find(List<Outboxes.Named> databases, String name) {
        for (int i = 0; i < databases.size(); i++) {
            if (name(databases.get(i)).equals(name)) {
                return i;
            }
        }
        throw refused();
    }

    private static InvalidValueException refused() {
        return new InvalidValueException(
                "after", "must be empty, or what the page before it ended with, of a database that answers");
    }
}

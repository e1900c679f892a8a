package dev.inlay.provider.jooq.internal.database;

import java.util.function.Supplier;
import org.jooq.Query;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/**
 * A statement that jOOQ renders once for a database, for the few that run so often that building them anew would cost
 * more than running them. Thread-safe.
 */
public final class Rendered {

    private final Supplier<Query> query;
    private volatile @Nullable Known known;

    /**
     * Renders nothing yet.
     *
     * @param query with a bind wherever a value will be; those that use the statement set them in order
     */
    public Rendered(Supplier<Query> query) {
        this.query = query;
    }

    String in(Opened opened) {
        Known now = known;
        if (now == null || now.opened != opened) {
            now = new Known(opened, DSL.using(opened.configuration()).render(query.get()));
            known = now;
        }
        return now.sql;
    }

    private record Known(Opened opened, String sql) {}
}

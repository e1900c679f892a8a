package dev.inlay.provider.jooq.internal.database;

import java.sql.Connection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jooq.DSLContext;
import org.jooq.Query;

/**
 * Statements of one opened database: rendered by jOOQ once, with the names and the qualification that hold there, to be
 * run by plain JDBC as often as one likes. Rendering costs several times what the statement does. Thread-safe.
 */
public final class Statements {

    private final Opened opened;
    private final DSLContext rendering;
    private final Map<Class<?>, Object> kept = new ConcurrentHashMap<>();

    Statements(Opened opened) {
        this.opened = opened;
        this.rendering = org.jooq.impl.DSL.using(opened.configuration());
    }

    /** What differs between the databases. */
    public Dialect dialect() {
        return opened.dialect();
    }

    /** How many shards the tables were made with. */
    public int shards() {
        return opened.shards();
    }

    /**
     * Texts that belong together.
     *
     * @param kind what they are kept as
     * @param making renders them, once
     * @return the same object each time
     */
    public <T> T kept(Class<T> kind, Function<Statements, T> making) {
        Object there = kept.get(kind);
        return kind.cast(there != null ? there : kept.computeIfAbsent(kind, k -> making.apply(this)));
    }

    /** The text of a query, with a question mark for each value, in the order in which jOOQ was told them. */
    public String text(Query query) {
        return rendering.render(query);
    }

    /** For what is not worth a text of its own. */
    public Tx tx(Connection connection) {
        return new Tx(opened.dialect(), opened.sql(connection));
    }
}

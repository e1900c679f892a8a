package dev.inlay.provider.jooq;

import dev.inlay.api.error.InvalidValueException;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/**
 * Where the tenants of one placement have their rows: in a schema of the shared database, or in a database of their
 * own. Immutable.
 *
 * @since 0.1
 */
public final class Place {

    private static final Pattern SCHEMA = Pattern.compile("[A-Za-z0-9_]{1,63}");

    private final String name;
    private final Optional<Supplier<JooqStores>> database;
    private final boolean given;

    private Place(String name, Optional<Supplier<JooqStores>> database, boolean given) {
        this.name = name;
        this.database = database;
        this.given = given;
    }

    /**
     * A schema of the shared database for the host's tables; Inlay's stay with the others'. On MariaDB, another
     * database of the same server.
     *
     * @param schema 1 to 63 letters, digits and underscores, compared exactly, letter case included
     * @return a place
     * @throws InvalidValueException for {@code placement.schema}
     */
    public static Place schema(String schema) {
        if (!SCHEMA.matcher(schema).matches()) {
            throw new InvalidValueException(
                    "placement.schema", "must be 1 to 63 letters, digits and underscores, was '" + schema + "'");
        }
        return new Place(schema, Optional.empty(), false);
    }

    /**
     * A database whose pool is made when a tenant, or the relay, first needs it.
     *
     * @param name tells databases apart: placements that give the same name share one; threads are named after it
     * @param stores makes the stores and their pool; called once when that works, else again later. The pool is closed
     *     with the plug-in where it is {@link AutoCloseable}
     * @return a place
     * @throws InvalidValueException for {@code placement.database} when the name is not 1 to 64 visible ASCII
     *     characters
     */
    public static Place database(String name, Supplier<JooqStores> stores) {
        if (name.isEmpty() || name.length() > 64 || !name.chars().allMatch(c -> c > ' ' && c < 127)) {
            throw new InvalidValueException("placement.database", "must have 1 to 64 visible ASCII characters");
        }
        return new Place(name, Optional.of(Objects.requireNonNull(stores, "stores")), false);
    }

    /** A database whose pool the host keeps. */
    static Place given(String placement, JooqStores stores) {
        return new Place(placement, Optional.of(() -> stores), true);
    }

    /** Of the schema, or of the database. */
    String name() {
        return name;
    }

    /** Empty for a schema. */
    Optional<Supplier<JooqStores>> stores() {
        return database;
    }

    /** Whether the host keeps and closes the pool. */
    boolean isGiven() {
        return given;
    }

    @Override
    public String toString() {
        return (database.isPresent() ? "database " : "schema ") + name;
    }
}

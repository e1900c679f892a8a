package dev.inlay.provider.jooq.internal.rowsecurity;

import dev.inlay.api.error.InvalidValueException;

/** Names of roles, schemas, tables and columns, as SQL has them. */
public final class Identifier {

    /** PostgreSQL cuts what is longer, so that two long names become one. */
    private static final int MAX_BYTES = 63;

    private Identifier() {}

    /**
     * Checks a name.
     *
     * @param field what it names, for messages
     * @param name as the database has it, without quotes
     * @return the name
     * @throws InvalidValueException when it is empty, longer than 63 bytes, or has a control character
     */
    public static String checked(String field, String name) {
        if (name.isEmpty() || name.getBytes(java.nio.charset.StandardCharsets.UTF_8).length > MAX_BYTES) {
            throw new InvalidValueException(field, "must have 1 to " + MAX_BYTES + " bytes");
        }
        if (name.chars().anyMatch(Character::isISOControl)) {
            throw new InvalidValueException(field, "must not have control characters");
        }
        return name;
    }

    /** In quotes, so that it is taken as it is. */
    public static String quoted(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }

    /** As a text in SQL. */
    static String text(String value) {
        return "'" + value.replace("'", "''") + "'";
    }
}

package dev.inlay.provider.jooq.tenant;

import java.util.Locale;
import java.util.Optional;
import org.jooq.Field;
import org.jooq.TableField;

/**
 * A column of a table as a statement calls it.
 *
 * @param table the alias, or the table's name
 * @param name in lower case
 */
record Column(String table, String name) {

    /** The column that a field is; empty for another expression, and for a name without its table. */
    static Optional<Column> of(Field<?> field) {
        if (field instanceof TableField<?, ?> column && column.getTable() != null) {
            return Optional.of(new Column(column.getTable().getName(), lower(field)));
        }
        return Optional.empty();
    }

    private static String lower(Field<?> field) {
        return field.getName().toLowerCase(Locale.ROOT);
    }
}

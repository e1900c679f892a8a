package dev.inlay.provider.jooq.internal.database;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jooq.Field;
import org.jooq.Table;
import org.jooq.impl.DSL;

/**
 * Which columns go where when rows move.
 *
 * @param from has these columns
 * @param into has the same and more
 * @param more what the others are to be
 */
record Moving(Table<?> from, Table<?> into, Map<? extends Field<?>, ?> more) {

    List<Field<?>> target() {
        List<Field<?>> fields = new ArrayList<>(List.of(into.fields(from.fields())));
        fields.addAll(more.keySet());
        return fields;
    }

    /** The same out of a table that has the columns of {@link #from} under the same names. */
    List<Field<?>> source(Table<?> rows) {
        List<Field<?>> fields = new ArrayList<>(List.of(rows.fields(from.fields())));
        more.keySet().forEach(field -> fields.add(value(field)));
        return fields;
    }

    private <T> Field<T> value(Field<T> field) {
        return DSL.cast(DSL.val(more.get(field)), field);
    }
}

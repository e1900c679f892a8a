package dev.inlay.provider.jooq.internal.database;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jooq.Field;
import org.jooq.Table;
import org.jooq.TableField;
import org.jooq.impl.DSL;

/**
 * How rows move from one table to another: the columns that both have under the same names, and what others are to be.
 *
 * @param from where they are
 * @param id a number there that is unique among those of the condition that moves are asked for with
 * @param into where they go
 * @param more what the other columns there are to be
 */
public record Moving(Table<?> from, Field<Long> id, Table<?> into, Map<? extends Field<?>, ?> more) {

    /**
     * Moves that set no other columns.
     *
     * @param id see the record
     * @param into see the record
     * @return the move
     */
    public static Moving of(TableField<?, Long> id, Table<?> into) {
        return of(id, into, Map.of());
    }

    /**
     * Moves that set other columns.
     *
     * @param id see the record
     * @param into see the record
     * @param more see the record
     * @return the move
     */
    public static Moving of(TableField<?, Long> id, Table<?> into, Map<? extends Field<?>, ?> more) {
        return new Moving(Objects.requireNonNull(id.getTable()), id, into, more);
    }

    List<Field<?>> target() {
        List<Field<?>> fields = new ArrayList<>(List.of(into.fields(shared())));
        fields.addAll(more.keySet());
        return fields;
    }

    /** The same out of a table that has the columns of {@link #from} under the same names. */
    List<Field<?>> source(Table<?> rows) {
        List<Field<?>> fields = new ArrayList<>(List.of(rows.fields(shared())));
        more.keySet().forEach(field -> fields.add(value(field)));
        return fields;
    }

    private Field<?>[] shared() {
        return Arrays.stream(from.fields())
                .filter(field -> into.field(field.getUnqualifiedName()) != null)
                .toArray(Field<?>[]::new);
    }

    private <T> Field<T> value(Field<T> field) {
        return DSL.cast(DSL.val(more.get(field)), field);
    }
}

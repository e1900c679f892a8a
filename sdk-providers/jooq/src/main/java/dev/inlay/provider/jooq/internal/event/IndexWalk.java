package dev.inlay.provider.jooq.internal.event;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Table;
import org.jooq.impl.DSL;

/**
 * Goes on in an index behind a place that its leading columns name. No database of the three plans a comparison of row
 * values well under all circumstances, so each statement fixes some columns and asks for more in the next one.
 *
 * @param table where
 * @param shown what is read
 * @param among what all rows share; with the keys, an index begins with it
 * @param keys the columns to go by
 * @param further what the rows of one place are ordered by
 */
record IndexWalk(
        Table<?> table,
        Collection<? extends Field<?>> shown,
        Condition among,
        List<Field<String>> keys,
        List<Field<?>> further) {

    /** Rows behind a place, in order; from the start when there is no place. */
    List<Record> after(DSLContext sql, List<String> place, int limit) {
        if (place.isEmpty()) {
            return read(sql, DSL.noCondition(), limit);
        }
        List<Record> found = new ArrayList<>();
        for (int i = keys.size() - 1; i >= 0 && found.size() < limit; i--) {
            Condition behind = keys.get(i).gt(place.get(i));
            for (int fixed = 0; fixed < i; fixed++) {
                behind = keys.get(fixed).eq(place.get(fixed)).and(behind);
            }
            found.addAll(read(sql, behind, limit - found.size()));
        }
        return found;
    }

    private List<Record> read(DSLContext sql, Condition behind, int limit) {
        List<Field<?>> order = new ArrayList<>(keys);
        order.addAll(further);
        return List.copyOf(sql.select(shown)
                .from(table)
                .where(among)
                .and(behind)
                .orderBy(order)
                .limit(limit)
                .fetch());
    }
}

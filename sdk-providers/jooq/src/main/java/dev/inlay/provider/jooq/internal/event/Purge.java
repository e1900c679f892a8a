package dev.inlay.provider.jooq.internal.event;

import dev.inlay.provider.jooq.internal.database.Micros;
import java.time.Instant;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Table;
import org.jooq.TableField;

/** Removes the oldest rows of a table, a page at a time, along the index of their age. */
final class Purge {

    private Purge() {}

    /** A page ends at an instant, so that no list of keys is needed; rows of one instant go together. */
    static int oldest(DSLContext sql, Table<?> table, TableField<?, Long> age, Instant before, int limit) {
        Condition old = age.lt(Micros.of(before));
        Long end = sql.select(age)
                .from(table)
                .where(old)
                .orderBy(age)
                .limit(1)
                .offset(limit - 1)
                .fetchOne(age);
        return sql.deleteFrom(table).where(end == null ? old : age.le(end)).execute();
    }
}

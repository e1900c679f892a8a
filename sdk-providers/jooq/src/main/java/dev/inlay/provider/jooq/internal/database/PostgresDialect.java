package dev.inlay.provider.jooq.internal.database;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.SQLDialect;
import org.jooq.Table;
import org.jooq.TableField;
import org.jooq.TableRecord;
import org.jooq.impl.DSL;

/** PostgreSQL: one statement where another would take two, because a failed one would fail the transaction. */
final class PostgresDialect implements Dialect {

    private static final int ATTEMPTS = 3;

    @Override
    public SQLDialect sql() {
        return SQLDialect.POSTGRES;
    }

    @Override
    public String folder() {
        return "postgresql";
    }

    @Override
    public Field<Long> clock() {
        return DSL.field("(extract(epoch from clock_timestamp()) * 1000000)::bigint", Long.class);
    }

    @Override
    public int delete(DSLContext sql, Table<?> table, Condition among, Field<Long> id, List<Long> ids) {
        return sql.deleteFrom(table)
                .where(among)
                .and(id.eq(DSL.any(ids.toArray(Long[]::new))))
                .execute();
    }

    @Override
    public <R extends TableRecord<R>> Optional<R> insertUnlessThere(DSLContext sql, R row, TableField<R, ?> mark) {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            int inserted = sql.insertInto(row.getTable())
                    .set(row)
                    .onConflictDoNothing()
                    .execute();
            Optional<R> there = inserted == 1 ? Optional.empty() : Keys.find(sql, row);
            if (inserted == 1 || there.isPresent()) {
                return there;
            }
        }
        throw Keys.invisible(row);
    }

    @Override
    public <R extends TableRecord<R>> R insertOrChange(DSLContext sql, R row, Map<TableField<R, ?>, ?> change) {
        return sql.insertInto(row.getTable())
                .set(row)
                .onConflict(Keys.of(row).getFields())
                .doUpdate()
                .set(change)
                .returning()
                .fetchSingle();
    }
}

package dev.inlay.provider.jooq.internal.database;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jooq.CommonTableExpression;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Result;
import org.jooq.SQLDialect;
import org.jooq.Table;
import org.jooq.TableField;
import org.jooq.TableRecord;
import org.jooq.impl.DSL;

/** PostgreSQL: one statement where another would take two, because a failed one would fail the transaction. */
final class PostgresDialect implements Dialect {

    private static final int ATTEMPTS = 3;

    private static final String SET_TENANT = "select set_config('inlay.tenant', ?, true)";

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
    public boolean bindsArrays() {
        return true;
    }

    /** Goes from one group to the next in the index; {@code distinct} would read every row. */
    @Override
    public Result<? extends Record> groups(DSLContext sql, List<TableField<?, ?>> columns, Collection<Integer> of) {
        Table<?> table = Objects.requireNonNull(columns.get(0).getTable());
        List<String> names = columns.stream().map(Field::getName).toList();
        String all = String.join(", ", names);
        String rest = String.join(", ", names.subList(1, names.size()));
        String own = "e." + String.join(", e.", names.subList(1, names.size()));
        String last = "g." + String.join(", g.", names.subList(1, names.size()));
        return sql.resultQuery(
                        "with recursive groups as (select f.* from unnest({1}) as s (value) cross join lateral (select "
                                + all + " from {0} where " + names.get(0) + " = s.value order by " + rest
                                + " limit 1) f union all select n.* from groups g cross join lateral (select e."
                                + names.get(0) + ", " + own + " from {0} e where e." + names.get(0) + " = g."
                                + names.get(0) + " and (" + own + ") > (" + last + ") order by " + own
                                + " limit 1) n) select " + all + " from groups order by " + all,
                        table,
                        DSL.val(of.toArray(Integer[]::new)))
                .coerce(columns)
                .fetch();
    }

    @Override
    public Counting counting() {
        return Counting.WITHIN_A_STATEMENT;
    }

    @Override
    public int move(
            DSLContext sql,
            Table<?> from,
            Condition among,
            Field<Long> id,
            List<Long> ids,
            Table<?> into,
            Map<? extends Field<?>, ?> more) {
        Moving moving = new Moving(from, into, more);
        CommonTableExpression<?> gone = DSL.name("gone")
                .as(DSL.deleteFrom(from)
                        .where(among)
                        .and(id.eq(DSL.any(ids.toArray(Long[]::new))))
                        .returning(from.fields()));
        return sql.with(gone)
                .insertInto(into, moving.target())
                .select(DSL.select(moving.source(gone)).from(gone))
                .execute();
    }

    @Override
    public Field<String> sha256(Field<byte[]> bytes) {
        return DSL.field("encode(sha256({0}), 'hex')", String.class, bytes);
    }

    @Override
    public SchemaSwitch schemas() {
        return new SearchPath();
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

    @Override
    public void setTenant(Connection tx, String tenant) throws SQLException {
        try (PreparedStatement statement = tx.prepareStatement(SET_TENANT)) {
            statement.setString(1, tenant);
            statement.execute();
        }
    }

    /** Once a query has run, the transaction cannot be made to write any more. */
    @Override
    public void refuseWrites(Connection tx) throws SQLException {
        if (!tx.isReadOnly()) {
            tx.setReadOnly(true);
            Sql.execute(tx, "set session characteristics as transaction read only");
            tx.commit();
        }
        Sql.execute(tx, "set transaction read only");
        Sql.execute(tx, "select 1");
    }

    @Override
    public void allowWrites(Connection connection) throws SQLException {
        if (connection.isReadOnly()) {
            connection.setReadOnly(false);
            Sql.execute(connection, "set session characteristics as transaction read write");
            connection.commit();
        }
    }
}

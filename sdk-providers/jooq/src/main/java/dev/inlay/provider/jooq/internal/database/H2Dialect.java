package dev.inlay.provider.jooq.internal.database;

import dev.inlay.api.error.StoreException;
import java.sql.Savepoint;
import java.util.Map;
import java.util.Optional;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.SQLDialect;
import org.jooq.TableField;
import org.jooq.TableRecord;
import org.jooq.exception.DataAccessException;
import org.jooq.impl.DSL;

/** H2, which has no upsert that holds against a concurrent one: insert under a savepoint, and look when that fails. */
final class H2Dialect implements Dialect {

    private static final String DURABLE = ";WRITE_DELAY=0";

    private volatile boolean onFile;

    @Override
    public SQLDialect sql() {
        return SQLDialect.H2;
    }

    @Override
    public String folder() {
        return "h2";
    }

    @Override
    public Field<Long> clock() {
        return DSL.field("cast(extract(epoch from current_timestamp) * 1000000 as bigint)", Long.class);
    }

    @Override
    public Counting counting() {
        return Counting.BY_UPDATE;
    }

    @Override
    public Field<String> sha256(Field<byte[]> bytes) {
        return DSL.field("lower(rawtohex(hash('SHA-256', {0})))", String.class, bytes);
    }

    @Override
    public SchemaSwitch schemas() {
        return SessionSchema.H2;
    }

    @Override
    public <R extends TableRecord<R>> Optional<R> insertUnlessThere(DSLContext sql, R row, TableField<R, ?> mark) {
        if (insert(sql, row)) {
            return Optional.empty();
        }
        return Optional.of(Keys.find(sql, row).orElseThrow(() -> Keys.invisible(row)));
    }

    @Override
    public <R extends TableRecord<R>> R insertOrChange(DSLContext sql, R row, Map<TableField<R, ?>, ?> change) {
        return change(sql, row, change).orElseGet(() -> {
            if (insert(sql, row)) {
                return row;
            }
            return change(sql, row, change).orElseThrow(() -> Keys.invisible(row));
        });
    }

    @Override
    public void verifyDurability(DSLContext sql) {
        String file = sql.fetchSingle("select database_path()").get(0, String.class);
        boolean durable = sql
                .fetch("select setting_value from information_schema.settings where setting_name = 'WRITE_DELAY'")
                .getValues(0, String.class)
                .stream()
                .allMatch("0"::equals);
        if (file != null && !durable) {
            throw new StoreException(
                    "store.h2.durability",
                    false,
                    "H2 writes commits late, and a kill would lose some that were acknowledged; add " + DURABLE
                            + " to the URL of " + file,
                    null);
        }
        onFile = file != null;
        if (onFile) {
            settle(sql); // needs admin rights, which had better be missed now
        }
    }

    @Override
    public boolean showsCommitsEarly() {
        return onFile;
    }

    @Override
    public void settle(DSLContext sql) {
        sql.execute("checkpoint");
    }

    private static <R extends TableRecord<R>> Optional<R> change(
            DSLContext sql, R row, Map<TableField<R, ?>, ?> change) {
        return sql.update(row.getTable())
                .set(change)
                .where(Keys.same(row))
                .returning()
                .fetchOptional();
    }

    private static boolean insert(DSLContext sql, TableRecord<?> row) {
        return sql.connectionResult(connection -> {
            Savepoint before = connection.setSavepoint();
            try {
                sql.insertInto(row.getTable()).set(row).execute();
                connection.releaseSavepoint(before);
                return true;
            } catch (DataAccessException e) {
                if (!SqlFailures.isDuplicateKey(e)) {
                    throw e;
                }
                connection.rollback(before);
                return false;
            }
        });
    }
}

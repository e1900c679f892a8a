package dev.inlay.provider.jooq.internal.database;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.SQLDialect;
import org.jooq.TableField;
import org.jooq.TableRecord;
import org.jooq.impl.DSL;

/**
 * MariaDB. ON DUPLICATE KEY UPDATE locks the row exclusively; a plain insert that fails would leave a shared lock, over
 * which those who wait deadlock.
 */
final class MariadbDialect implements Dialect {

    @Override
    public SQLDialect sql() {
        return SQLDialect.MARIADB;
    }

    @Override
    public String folder() {
        return "mariadb";
    }

    @Override
    public Field<Long> clock() {
        return DSL.field("timestampdiff(microsecond, '1970-01-01 00:00:00', utc_timestamp(6))", Long.class);
    }

    @Override
    public Field<String> sha256(Field<byte[]> bytes) {
        return DSL.field("sha2({0}, 256)", String.class, bytes);
    }

    @Override
    public Counting counting() {
        return Counting.BY_UPSERT;
    }

    @Override
    public SchemaSwitch schemas() {
        return SessionSchema.MARIADB;
    }

    @Override
    public <R extends TableRecord<R>> Optional<R> insertUnlessThere(DSLContext sql, R row, TableField<R, ?> mark) {
        Optional<R> there = Keys.find(sql, row);
        if (there.isPresent() && !mayBeUncommitted(sql)) {
            return there;
        }
        R now = insertOrChange(sql, row, Map.of(mark, mark));
        return Objects.equals(now.get(mark), row.get(mark)) ? Optional.empty() : Optional.of(now);
    }

    /** What a transaction that reads uncommitted rows has found may vanish, unless it is locked. */
    private static boolean mayBeUncommitted(DSLContext sql) {
        return sql.connectionResult(Connection::getTransactionIsolation) == Connection.TRANSACTION_READ_UNCOMMITTED;
    }

    @Override
    public <R extends TableRecord<R>> R insertOrChange(DSLContext sql, R row, Map<TableField<R, ?>, ?> change) {
        return sql.insertInto(row.getTable())
                .set(row)
                .onDuplicateKeyUpdate()
                .set(change)
                .returning()
                .fetchSingle();
    }

    @Override
    public void refuseWrites(Connection tx) throws SQLException {
        if (!tx.isReadOnly()) {
            tx.setReadOnly(true);
            Sql.execute(tx, "set session transaction read only");
        }
        Sql.execute(tx, "start transaction read only");
    }

    @Override
    public void allowWrites(Connection connection) throws SQLException {
        if (connection.isReadOnly()) {
            connection.setReadOnly(false);
            Sql.execute(connection, "set session transaction read write");
        }
    }
}

package dev.inlay.provider.jooq.internal.database;

import dev.inlay.api.error.TransactionLostException;
import java.util.Objects;
import java.util.Optional;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.TableField;
import org.jooq.TableRecord;
import org.jooq.UniqueKey;
import org.jooq.impl.DSL;

/** Rows by the primary key of another. */
final class Keys {

    private Keys() {}

    static <R extends TableRecord<R>> UniqueKey<R> of(R row) {
        return Objects.requireNonNull(row.getTable().getPrimaryKey(), "primary key");
    }

    static <R extends TableRecord<R>> Condition same(R row) {
        Condition same = DSL.noCondition();
        for (TableField<R, ?> field : of(row).getFields()) {
            same = same.and(equal(field, row));
        }
        return same;
    }

    /** The row that is there now, as far as the transaction can see it. */
    static <R extends TableRecord<R>> Optional<R> find(DSLContext sql, R row) {
        return sql.selectFrom(row.getTable()).where(same(row)).fetchOptional();
    }

    /** For a key that is taken by a row which the transaction cannot see. */
    static TransactionLostException invisible(TableRecord<?> row) {
        return new TransactionLostException(
                "a row of " + row.getTable().getName() + " was written after this transaction began", null);
    }

    private static <T> Condition equal(Field<T> field, TableRecord<?> row) {
        return field.eq(row.get(field));
    }
}

package dev.inlay.provider.jooq.tenant;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jooq.Field;
import org.jooq.FieldOrRow;
import org.jooq.QueryPart;
import org.jooq.Row;
import org.jooq.Select;
import org.jooq.Table;
import org.jooq.UniqueKey;
import org.jooq.impl.QOM;

/**
 * What an insert or an update writes into the tenant's column.
 *
 * @param table the table's name, for messages
 * @param column the tenant's, in lower case
 * @param isValue tells the tenant's id
 */
record InsertCheck(String table, String column, Predicate<QueryPart> isValue) {

    void insert(QOM.Insert<?> insert, Set<Column> keptInSelect) {
        int place = place(insert.$columns());
        if (place < 0 || insert.$defaultValues()) {
            throw Unscoped.refused("an insert into " + table + " does not name its column " + column);
        }
        for (Row row : insert.$select() == null ? insert.$values() : List.<Row>of()) {
            if (!isValue.test(row.field(place))) {
                throw Unscoped.refused("a row for " + table + " is not the bound tenant's; set " + column
                        + " with TenantScope.tenant");
            }
        }
        if (insert.$select() != null) {
            selected(insert.$select(), place, keptInSelect);
        }
        update(insert.$updateSet());
        if (insert.$onDuplicateKeyUpdate() && !staysByKey(insert)) {
            throw Unscoped.refused("an insert into " + table + " may update a row by a key without " + column
                    + ", which may be another tenant's; make " + column + " part of the key");
        }
    }

    /** Each arm of what is inserted by a select. */
    void selected(Select<?> select, int place, Set<Column> kept) {
        Field<?> value = select.getSelect().get(place);
        boolean isTenants =
                isValue.test(value) || Column.of(value).filter(kept::contains).isPresent();
        if (!isTenants) {
            throw Unscoped.refused("what is selected into " + table + " is not the bound tenant's; select "
                    + "TenantScope.tenant as its " + column);
        }
    }

    int place(List<? extends Field<?>> fields) {
        for (int i = 0; i < fields.size(); i++) {
            if (isTenant(fields.get(i))) {
                return i;
            }
        }
        return -1;
    }

    void update(Map<? extends FieldOrRow, ? extends QueryPart> set) {
        set.forEach((target, value) -> {
            boolean moves = target instanceof Row row
                    ? place(List.of(row.fields())) >= 0
                    : isTenant((Field<?>) target) && !isValue.test(value);
            if (moves) {
                throw Unscoped.refused("an update would move rows of " + table + " to another tenant");
            }
        });
    }

    private boolean staysByKey(QOM.Insert<?> insert) {
        List<? extends Field<?>> conflict = insert.$onConflict();
        if (conflict != null && !conflict.isEmpty()) {
            return place(conflict) >= 0;
        }
        Table<?> into = insert.$into();
        List<? extends UniqueKey<?>> keys = into.getKeys();
        return !keys.isEmpty() && keys.stream().allMatch(key -> place(key.getFields()) >= 0);
    }

    private boolean isTenant(Field<?> field) {
        return field.getName().toLowerCase(Locale.ROOT).equals(column);
    }
}

package dev.inlay.provider.jooq.tenant;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.Param;
import org.jooq.QueryPart;
import org.jooq.Select;
import org.jooq.Table;
import org.jooq.impl.QOM;
import org.jspecify.annotations.Nullable;

/**
 * Which columns a statement, or a subquery, keeps to one value for certain. A condition counts for the tables whose
 * rows it filters wherever it stands: all of them in {@code where}, both sides of an inner join, the optional side of
 * an outer one.
 */
final class Filters {

    private record Equality(QOM.Eq<?> both, Set<String> filtered) {}

    private final Predicate<QueryPart> isValue;
    private final List<Equality> equalities = new ArrayList<>();
    private final Set<String> declared = new HashSet<>();

    private Filters(Predicate<QueryPart> isValue) {
        this.isValue = isValue;
    }

    /**
     * Reads a scope.
     *
     * @param scope a select, an update, a delete; nothing is kept in anything else
     * @param outer what the scopes around keep
     * @param isValue tells the value
     */
    static Set<Column> of(QueryPart scope, Set<Column> outer, Predicate<QueryPart> isValue) {
        Filters filters = new Filters(isValue);
        if (scope instanceof Select<?> select) {
            filters.read(select.$from(), select.$where());
        } else if (scope instanceof QOM.Update<?> update) {
            List<Table<?>> tables = new ArrayList<>(update.$from());
            tables.add(update.$table());
            filters.read(tables, update.$where());
        } else if (scope instanceof QOM.Delete<?> delete) {
            List<Table<?>> tables = new ArrayList<>(delete.$using());
            tables.add(delete.$from());
            filters.read(tables, delete.$where());
        }
        return filters.kept(outer);
    }

    private void read(List<? extends Table<?>> tables, @Nullable Condition where) {
        tables.forEach(table -> declared.addAll(join(table)));
        conjunction(where, declared);
    }

    /** Reads the conditions of joins, and names the tables in it. */
    private Set<String> join(Table<?> table) {
        if (!(table instanceof QOM.JoinTable<?, ?> join)) {
            return Set.of(table.getName());
        }
        Set<String> left = join(join.$table1());
        Set<String> right = join(join.$table2());
        Set<String> both = new HashSet<>(left);
        both.addAll(right);
        if (join instanceof QOM.Join<?> inner) {
            conjunction(inner.$on(), both);
        } else if (join instanceof QOM.RightJoin<?> outer) {
            conjunction(outer.$on(), left);
        } else if (join instanceof QOM.LeftJoin<?>
                || join instanceof QOM.LeftSemiJoin<?>
                || join instanceof QOM.LeftAntiJoin<?>) {
            conjunction(((QOM.QualifiedJoin<?, ?>) join).$on(), right);
        }
        return both;
    }

    private void conjunction(@Nullable Condition condition, Set<String> filtered) {
        if (condition instanceof QOM.And and) {
            conjunction(and.$arg1(), filtered);
            conjunction(and.$arg2(), filtered);
        } else if (condition instanceof QOM.Eq<?> equality) {
            equalities.add(new Equality(equality, filtered));
        } else if (condition != null) {
            Wrapped.in(condition).ifPresent(inner -> conjunction(inner, filtered));
        }
    }

    /** A name that is declared here hides the one outside. */
    private Set<Column> kept(Set<Column> outer) {
        Set<Column> kept = new HashSet<>(outer);
        kept.removeIf(column -> declared.contains(column.table()));
        boolean grows = true;
        while (grows) {
            grows = false;
            for (Equality equality : equalities) {
                grows |= keep(
                        kept, equality, equality.both().$arg1(), equality.both().$arg2());
                grows |= keep(
                        kept, equality, equality.both().$arg2(), equality.both().$arg1());
            }
        }
        return kept;
    }

    private boolean keep(Set<Column> kept, Equality equality, Field<?> side, Field<?> other) {
        Optional<Column> column = Column.of(side);
        if (column.isEmpty() || !equality.filtered().contains(column.get().table())) {
            return false;
        }
        boolean known = other instanceof Param<?>
                ? isValue.test(other)
                : Column.of(other).filter(kept::contains).isPresent();
        return known && kept.add(column.get());
    }
}

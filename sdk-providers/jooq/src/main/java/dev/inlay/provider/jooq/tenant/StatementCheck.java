package dev.inlay.provider.jooq.tenant;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jooq.Field;
import org.jooq.Merge;
import org.jooq.Param;
import org.jooq.QueryPart;
import org.jooq.SQL;
import org.jooq.Select;
import org.jooq.Table;
import org.jooq.TableOptions.TableType;
import org.jooq.VisitContext;
import org.jooq.VisitListener;
import org.jooq.impl.QOM;
import org.jspecify.annotations.Nullable;

/** Looks at one statement while jOOQ renders it, so that nothing which is sent goes unseen. */
final class StatementCheck implements VisitListener {

    /** How jOOQ writes the signs of its own words, such as count(*) and plus. */
    private static final Pattern SIGN = Pattern.compile("[-+*/%|&^~<>=!#@?]{1,3}");

    private final Map<String, String> columns;
    private final Supplier<String> tenant;
    private final boolean inlinedOnly;

    StatementCheck(Map<String, String> columns, Supplier<String> tenant, boolean inlinedOnly) {
        this.columns = columns;
        this.tenant = tenant;
        this.inlinedOnly = inlinedOnly;
    }

    @Override
    public void visitStart(VisitContext context) {
        QueryPart part = context.queryPart();
        if (part instanceof SQL && !isSign(part.toString())) {
            throw Unscoped.refused("plain SQL cannot be checked; write it with jOOQ's own words");
        }
        if (part instanceof Table<?> table && !(part instanceof QOM.TableAlias) && !isQualifier(context)) {
            table(context, table);
        }
        if (part instanceof Select<?> select) {
            arm(context, select);
        }
    }

    private void table(VisitContext context, Table<?> table) {
        String column = columns.get(table.getName().toLowerCase(Locale.ROOT));
        List<QueryPart> scopes = scopes(context);
        if (column == null) {
            unregistered(context, table, scopes);
        } else if (scopes.isEmpty() || scopes.get(0) instanceof Merge) {
            throw Unscoped.refused("only select, insert, update and delete may touch " + table.getName());
        } else if (context.context().declareTables()) {
            require(new Column(alias(context, table), column), table.getName(), scopes);
        }
    }

    private void require(Column column, String table, List<QueryPart> scopes) {
        QueryPart scope = scopes.get(0);
        InsertCheck writes = new InsertCheck(table, column.name(), this::isTenant);
        if (scope instanceof QOM.Insert<?> insert) {
            writes.insert(insert, insert.$select() == null ? Set.of() : kept(List.of(insert.$select())));
            return;
        }
        if (!kept(scopes).contains(column)) {
            throw Unscoped.refused("nothing keeps " + table + (table.equals(column.table()) ? "" : " " + column.table())
                    + " to the bound tenant; add TenantScope.scoped of its column " + column.name());
        }
        if (scope instanceof QOM.Update<?> update) {
            writes.update(update.$set());
        }
    }

    /** What the scopes keep, the innermost first. */
    private Set<Column> kept(List<QueryPart> scopes) {
        Set<Column> kept = Set.of();
        for (int i = scopes.size() - 1; i >= 0; i--) {
            kept = Filters.of(scopes.get(i), kept, this::isTenant);
        }
        return kept;
    }

    /** The other arms of a union that is inserted. */
    private void arm(VisitContext context, Select<?> select) {
        List<QueryPart> scopes = scopes(context);
        for (QueryPart scope : scopes) {
            if (scope instanceof QOM.Insert<?> insert && insert.$select() != null && isArm(context, insert)) {
                String table = insert.$into().getName();
                String column = columns.get(table.toLowerCase(Locale.ROOT));
                if (column != null) {
                    InsertCheck writes = new InsertCheck(table, column, this::isTenant);
                    writes.selected(select, writes.place(insert.$columns()), kept(scopes));
                }
            }
        }
    }

    private static boolean isArm(VisitContext context, QOM.Insert<?> insert) {
        QueryPart[] parts = context.queryParts();
        for (int i = parts.length - 1; i >= 0 && parts[i] != insert; i--) {
            if (parts[i] instanceof Table<?>
                    || parts[i] instanceof Field<?>
                    || parts[i] instanceof QOM.With
                    || parts[i] instanceof org.jooq.Condition) {
                return false;
            }
        }
        return true;
    }

    private static boolean isSign(String text) {
        return SIGN.matcher(text).matches() && !text.contains("--") && !text.contains("/*") && !text.contains("*/");
    }

    /** A table by name only shows no columns and no type, so it may be a view, or a common table expression. */
    private static void unregistered(VisitContext context, Table<?> table, List<QueryPart> scopes) {
        boolean byName = table.getClass().getSimpleName().equals("TableImpl") && table.fields().length == 0;
        if (byName && context.context().declareTables() && !isCommon(table.getName(), scopes)) {
            throw Unscoped.refused("table " + table.getName() + " is given by name, so nobody knows whether it shows"
                    + " tenants' rows; use its generated class, or register it by its tenant column");
        }
        TableType type = table.getTableType();
        if (type == TableType.VIEW || type == TableType.MATERIALIZED_VIEW) {
            throw Unscoped.refused("view " + table.getName() + " is not registered; register it by its tenant column");
        }
    }

    private static boolean isCommon(String name, List<QueryPart> scopes) {
        return scopes.stream()
                .map(StatementCheck::with)
                .filter(Objects::nonNull)
                .flatMap(with -> with.$commonTableExpressions().stream())
                .anyMatch(common -> common.getName().equals(name));
    }

    private static QOM.@Nullable With with(QueryPart scope) {
        if (scope instanceof Select<?> select) {
            return select.$with();
        }
        if (scope instanceof QOM.Insert<?> insert) {
            return insert.$with();
        }
        if (scope instanceof QOM.Update<?> update) {
            return update.$with();
        }
        return scope instanceof QOM.Delete<?> delete ? delete.$with() : null;
    }

    /** Statements and subqueries around, the innermost first; a merge that stands for another statement is none. */
    private static List<QueryPart> scopes(VisitContext context) {
        List<QueryPart> scopes = new ArrayList<>();
        QueryPart[] parts = context.queryParts();
        for (int i = parts.length - 1; i >= 0; i--) {
            QueryPart part = parts[i];
            if (part instanceof QOM.Insert<?> || part instanceof QOM.Update<?> || part instanceof QOM.Delete<?>) {
                if (!scopes.isEmpty() && scopes.get(scopes.size() - 1) instanceof Merge) {
                    scopes.remove(scopes.size() - 1);
                }
                scopes.add(part);
            } else if (part instanceof Select<?> || part instanceof Merge<?>) {
                scopes.add(part);
            }
        }
        return scopes;
    }

    /** What the statement calls the table. */
    private static String alias(VisitContext context, Table<?> table) {
        QueryPart[] parts = context.queryParts();
        int i = parts.length - 2;
        return i > 0 && parts[i].getClass().getSimpleName().equals("Alias") && parts[i - 1] instanceof Table<?> aliased
                ? aliased.getName()
                : table.getName();
    }

    private static boolean isQualifier(VisitContext context) {
        QueryPart[] parts = context.queryParts();
        return parts.length > 1
                && parts[parts.length - 2] instanceof Field<?>
                && !context.context().declareTables();
    }

    private boolean isTenant(QueryPart part) {
        return part instanceof Param<?> value
                && tenant.get().equals(value.getValue())
                && (!inlinedOnly || value.isInline());
    }
}

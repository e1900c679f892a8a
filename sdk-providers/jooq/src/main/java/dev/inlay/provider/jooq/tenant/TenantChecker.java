package dev.inlay.provider.jooq.tenant;

import dev.inlay.api.tenant.Tenants;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jooq.Configuration;
import org.jooq.ExecuteContext;
import org.jooq.ExecuteListener;
import org.jooq.Query;
import org.jooq.TableField;
import org.jooq.impl.DSL;

/**
 * Refuses, before it is sent, every jOOQ statement that touches a tenant's table without keeping to the bound tenant.
 * It changes no statement. Thread-safe.
 *
 * <p>Each use of a registered table must be kept by a condition of its own: the tenant's column compared by {@code =}
 * with the bound tenant's id as a value, or with the tenant's column of a table that is kept so. The comparison counts
 * where it filters for certain: joined by {@code and} in the {@code where} of the statement or subquery that the table
 * stands in, in the {@code on} of an inner join around the table, or in the {@code on} of an outer, semi or anti join
 * on whose optional side the table stands. Not below {@code or} and {@code not}. An insert names the tenant's column
 * with the bound tenant's id in every row, and none of its updates may move a row to another tenant, or reach another
 * tenant's row by a key without the tenant.
 *
 * <p>Refused altogether: plain SQL in any place; {@code merge} into, {@code truncate} and definitions of a registered
 * table; a view that is not registered; a table given by name that is neither registered nor a common table expression;
 * a batch of one statement with many values, {@code batch(query).bind(…)} and {@code batchInsert(…)}, unless the tenant
 * is inlined, since its values are not in the statement; a statement that is kept open and run again.
 *
 * <p>Not seen: SQL that does not go through this configuration, and what functions and triggers do.
 *
 * @since 0.1
 */
public final class TenantChecker {

    private static final String CHECKED = "dev.inlay.checked";

    private final Tenants tenants;
    private final Map<String, String> columns;

    private TenantChecker(Tenants tenants, Map<String, String> columns) {
        this.tenants = tenants;
        this.columns = Map.copyOf(columns);
    }

    /**
     * A checker of some tables. Tables are told apart by their names without a schema and without regard to case.
     *
     * @param tenants tells who is bound
     * @param columns the tenant's column of each table or view with tenants' rows, as {@code CLAIM.TENANT}
     * @return to be put into a configuration
     */
    @SafeVarargs
    public static TenantChecker of(Tenants tenants, TableField<?, String>... columns) {
        Map<String, String> byTable = new HashMap<>();
        for (TableField<?, String> column : columns) {
            String table = Objects.requireNonNull(column.getTable(), "table").getName();
            byTable.put(table.toLowerCase(Locale.ROOT), column.getName().toLowerCase(Locale.ROOT));
        }
        return new TenantChecker(Objects.requireNonNull(tenants, "tenants"), byTable);
    }

    /**
     * The same configuration with the checker in it, behind the listeners that it has. Statements of it that are
     * refused throw {@link dev.inlay.api.error.InlayException} with code {@code tenant.unscoped}, or a
     * {@link dev.inlay.api.tenant.NoTenantException} where a tenant's table is touched and no tenant is bound.
     *
     * @param configuration the host's; not changed
     * @return to make a {@code DSLContext} of
     */
    public Configuration checking(Configuration configuration) {
        return configuration
                .deriveAppending(() -> new StatementCheck(columns, this::tenant, false))
                .deriveAppending(() -> new Execution());
    }

    private String tenant() {
        return tenants.current().id().value();
    }

    /** Sees to what rendering does not show: values that are bound later, and statements that are not rendered. */
    private final class Execution implements ExecuteListener {

        private static final long serialVersionUID = 1L;

        @Override
        public void start(ExecuteContext context) {
            if (context.batchMode() == ExecuteContext.BatchMode.SINGLE) {
                for (Query query : context.batchQueries()) {
                    DSL.using(context.configuration()
                                    .derive(() -> new StatementCheck(columns, TenantChecker.this::tenant, true)))
                            .render(query);
                }
            }
        }

        @Override
        public void renderEnd(ExecuteContext context) {
            context.data(CHECKED, true);
        }

        @Override
        public void executeStart(ExecuteContext context) {
            if (context.data(CHECKED) == null && context.routine() == null) {
                throw Unscoped.refused("a statement that was kept open is run again; leave keepStatement out");
            }
        }
    }
}

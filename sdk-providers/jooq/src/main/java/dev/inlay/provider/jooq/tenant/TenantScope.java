package dev.inlay.provider.jooq.tenant;

import dev.inlay.api.tenant.Tenants;
import java.util.Objects;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.InsertSetMoreStep;
import org.jooq.Record;
import org.jooq.Table;
import org.jooq.TableField;
import org.jooq.impl.DSL;

/**
 * Keeps what a host asks of its tables to the bound tenant. Each call binds the tenant of that moment as a parameter,
 * so that what it returns belongs into the statement at hand and is not kept. Thread-safe.
 *
 * <p>Write the condition into {@code where} or into the {@code on} of a join. Not into {@code Table.where}: of two such
 * calls on a generated table the first is dropped, and so is the condition when the table is given two aliases.
 *
 * @since 0.1
 */
public final class TenantScope {

    private final Tenants tenants;

    private TenantScope(Tenants tenants) {
        this.tenants = Objects.requireNonNull(tenants, "tenants");
    }

    /**
     * A scope that follows whoever is bound.
     *
     * @param tenants tells who is bound
     * @return to be kept and shared
     */
    public static TenantScope of(Tenants tenants) {
        return new TenantScope(tenants);
    }

    /**
     * The condition that a row is the bound tenant's.
     *
     * @param column the tenant's column of a table or of its alias, for example {@code c.TENANT}
     * @return for {@code where}, or the {@code on} of a join
     * @throws dev.inlay.api.tenant.NoTenantException when no tenant is bound
     */
    public Condition scoped(TableField<?, String> column) {
        return column.eq(tenant(column));
    }

    /**
     * The bound tenant's rows as a derived table, for a join or where a condition has no place. Its columns are those
     * of the result, {@code rows.field(CLAIM.ID)}, not those of the generated table.
     *
     * @param column the tenant's column of the table
     * @param <R> the table's rows
     * @return named as the table is
     * @throws dev.inlay.api.tenant.NoTenantException when no tenant is bound
     */
    public <R extends Record> Table<R> rows(TableField<R, String> column) {
        Table<R> table = Objects.requireNonNull(column.getTable(), "table");
        return DSL.selectFrom(table).where(scoped(column)).asTable(table.getName());
    }

    /**
     * An insert whose row is the bound tenant's; the other columns follow by {@code set}.
     *
     * @param sql where it runs
     * @param column the tenant's column of the table
     * @param <R> the table's rows
     * @return the tenant is set
     * @throws dev.inlay.api.tenant.NoTenantException when no tenant is bound
     */
    public <R extends Record> InsertSetMoreStep<R> insert(DSLContext sql, TableField<R, String> column) {
        return sql.insertInto(Objects.requireNonNull(column.getTable(), "table"))
                .set(column, tenant(column));
    }

    /**
     * The bound tenant as a value, for inserts of several rows and for conditions in other words.
     *
     * @param column gives the type
     * @return a parameter
     * @throws dev.inlay.api.tenant.NoTenantException when no tenant is bound
     */
    public Field<String> tenant(TableField<?, String> column) {
        return DSL.val(tenants.current().id().value(), column);
    }
}

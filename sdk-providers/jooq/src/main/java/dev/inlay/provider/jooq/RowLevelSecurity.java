package dev.inlay.provider.jooq;

import static dev.inlay.provider.jooq.internal.rowsecurity.Identifier.quoted;

import dev.inlay.provider.jooq.Finding.Problem;
import dev.inlay.provider.jooq.internal.database.OwnTransaction;
import dev.inlay.provider.jooq.internal.database.SqlFailures;
import dev.inlay.provider.jooq.internal.rowsecurity.Identifier;
import dev.inlay.provider.jooq.internal.rowsecurity.Inspection;
import dev.inlay.provider.jooq.internal.rowsecurity.OwnPolicies;
import dev.inlay.provider.jooq.internal.rowsecurity.TablePolicies;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;

/**
 * Row-level security for one of the host's own tables on PostgreSQL: a script that the table's owner runs, and a look
 * for whatever undoes it. Immutable.
 *
 * <p>The tenant's column keeps the tenant's id, is not null, and is part of every primary, unique and foreign key. Not
 * stopped by it: SQL that can set {@code inlay.tenant} itself, as an injected statement could.
 *
 * @since 0.1
 */
public final class RowLevelSecurity {

    private final PostgresRoles roles;
    private final String schema;
    private final String table;
    private final String column;

    private RowLevelSecurity(PostgresRoles roles, String schema, String table, String column) {
        this.roles = roles;
        this.schema = Identifier.checked("schema", schema);
        this.table = Identifier.checked("table", table);
        this.column = Identifier.checked("tenantColumn", column);
    }

    /**
     * A table in the roles' schema, whose column {@code tenant} says whose a row is.
     *
     * @param roles whose script has run: it made the function that the policy asks
     * @param table its name as the database has it, without quotes
     * @return its script
     * @throws dev.inlay.api.error.InvalidValueException for a name that is empty, longer than 63 bytes or has control
     *     characters
     */
    public static RowLevelSecurity on(PostgresRoles roles, String table) {
        return new RowLevelSecurity(roles, roles.schema(), table, "tenant");
    }

    /**
     * The same for a table in another schema.
     *
     * @param schema its name as the database has it, without quotes
     * @return the same table there
     * @throws dev.inlay.api.error.InvalidValueException as {@link #on} does
     */
    public RowLevelSecurity inSchema(String schema) {
        return new RowLevelSecurity(roles, schema, table, column);
    }

    /**
     * The same with another name of the tenant's column.
     *
     * @param column its name as the database has it, without quotes; default {@code tenant}
     * @return the same table
     * @throws dev.inlay.api.error.InvalidValueException as {@link #on} does
     */
    public RowLevelSecurity tenantColumn(String column) {
        return new RowLevelSecurity(roles, schema, table, column);
    }

    /**
     * Switches row-level security on, also for the owner, with policies for the host's role and the migrator's, and
     * lets the host's role read and write rows but neither truncate the table nor put triggers on it. For the table's
     * owner; in one transaction; may be run again.
     *
     * @return statements, each ending with a semicolon and a line end
     */
    public String script() {
        String name = OwnPolicies.in(schema, table);
        String host = quoted(roles.host());
        TablePolicies policies =
                new TablePolicies(name, quoted(column), OwnPolicies.in(roles.schema(), "inlay_tenant"), host);
        List<String> statements = new ArrayList<>(policies.switchOn());
        statements.addAll(policies.ofHost());
        statements.addAll(policies.ofAll("inlay_migrator", quoted(roles.migrator())));
        statements.add("revoke all on table " + name + " from public, " + host);
        statements.add("grant select, insert, update, delete on table " + name + " to " + host);
        return "begin;\nset local lock_timeout = '5s';\n" + OwnPolicies.text(statements) + "commit;\n";
    }

    /**
     * Looks for whatever undoes row-level security, or tells one tenant of another: at every table of the roles' schema
     * that has the column, at views on these, and at functions of all schemas. Blocks for the database. For the host's
     * tests: {@code assertThat(RowLevelSecurity.inspect(owner, roles, "tenant")).isEmpty()}.
     *
     * @param database any role that may read the catalog, as all may
     * @param roles the host's role and the schema
     * @param tenantColumn as the database has it, without quotes
     * @return by problem, then name; empty when nothing was found
     * @throws dev.inlay.api.error.StoreException when the database does not answer, or does not know the host's role
     */
    public static List<Finding> inspect(DataSource database, PostgresRoles roles, String tenantColumn) {
        Inspection inspection = new Inspection(roles.schema(), tenantColumn, roles.host());
        try {
            return OwnTransaction.call(database, inspection::all).stream()
                    .map(found -> new Finding(Problem.valueOf(found.problem()), found.object()))
                    .toList();
        } catch (SQLException e) {
            throw SqlFailures.translate("inspecting row-level security", e);
        }
    }
}

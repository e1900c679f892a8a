package dev.inlay.provider.jooq;

import dev.inlay.api.error.InvalidValueException;
import dev.inlay.provider.jooq.internal.rowsecurity.Identifier;
import dev.inlay.provider.jooq.internal.rowsecurity.OwnPolicies;
import java.util.List;
import java.util.Set;

/**
 * The three roles that Inlay works as on a PostgreSQL with row-level security, and the scripts that make them.
 *
 * <table>
 * <caption>Who is what</caption>
 * <tr><th>role</th><th>does</th><th>sees</th></tr>
 * <tr><td>migrator</td><td>owns the schema and its tables, and changes them</td><td>all</td></tr>
 * <tr><td>host</td><td>runs the host's transactions and whatever concerns one tenant</td><td>the rows of the tenant
 * that its transaction is for; an error where none is set; its privileges are what the engine needs, so it
 * appends to the audit trail and cannot change it</td></tr>
 * <tr><td>relay</td><td>delivers events, and looks over all tenants for administration</td><td>all, by a policy that
 * names the role</td></tr>
 * </table>
 *
 * <p>The directory's tables are the platform's: {@link JooqDirectory} is given the relay's data source, and leaves the
 * scripts to the migrator ({@link Migration#BY_HOST}).
 *
 * <p>In this order: an administrator runs {@link #creation()} and gives the roles their passwords; the migrator makes
 * the tables ({@link JooqStores#migratedBy}, or the plain scripts); the migrator runs {@link #script()}, also after
 * each update of Inlay that brought new tables. All of it may be run again. Immutable.
 *
 * @since 0.1
 */
public final class PostgresRoles {

    private final String migrator;
    private final String host;
    private final String relay;
    private final String schema;

    private PostgresRoles(String migrator, String host, String relay, String schema) {
        this.migrator = Identifier.checked("migrator", migrator);
        this.host = Identifier.checked("host", host);
        this.relay = Identifier.checked("relay", relay);
        this.schema = Identifier.checked("schema", schema);
        if (Set.of(migrator).contains(host) || Set.of(migrator, host).contains(relay)) {
            throw new InvalidValueException("roles", "must be three");
        }
    }

    /**
     * Three roles in the schema {@code public}.
     *
     * @param migrator its name as the database has it, without quotes
     * @param host its name
     * @param relay its name
     * @return their scripts
     * @throws InvalidValueException when two are the same, or when a name is empty, longer than 63 bytes or has control
     *     characters
     */
    public static PostgresRoles of(String migrator, String host, String relay) {
        return new PostgresRoles(migrator, host, relay, "public");
    }

    /**
     * The same for tables in another schema. The data sources must then say so, as with the parameter
     * {@code currentSchema} of the driver.
     *
     * @param schema its name as the database has it, without quotes
     * @return the same roles there
     * @throws InvalidValueException for a name that is empty, longer than 63 bytes or has control characters
     */
    public PostgresRoles inSchema(String schema) {
        return new PostgresRoles(migrator, host, relay, schema);
    }

    /**
     * Makes the roles, unless they are there, without passwords, and the schema. Takes the right to make temporary
     * tables in this database from the host's role and from {@code public}, that is from every role that was not given
     * it by name: such a table outlives a tenant's work on its connection and hides the real one of its name. For an
     * administrator, connected to the database.
     *
     * @return statements, each ending with a semicolon and a line end
     */
    public String creation() {
        return OwnPolicies.text(own().creation());
    }

    /**
     * Switches row-level security on for Inlay's tables, with policies and least privileges for the three roles, in one
     * transaction. For the migrator, once the tables are there. Nodes that are running wait for it; when they do not
     * let go of a table within five seconds, it fails and nothing is changed.
     *
     * @return statements, each ending with a semicolon and a line end
     */
    public String script() {
        return "begin;\n" + OwnPolicies.text(own().statements()) + "commit;\n";
    }

    String schema() {
        return schema;
    }

    String migrator() {
        return migrator;
    }

    String host() {
        return host;
    }

    private OwnPolicies own() {
        return new OwnPolicies(schema, migrator, host, relay);
    }

    @Override
    public String toString() {
        return "PostgresRoles" + List.of(migrator, host, relay) + " in " + schema;
    }
}

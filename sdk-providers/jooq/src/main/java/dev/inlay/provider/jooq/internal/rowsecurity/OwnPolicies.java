package dev.inlay.provider.jooq.internal.rowsecurity;

import static dev.inlay.provider.jooq.internal.rowsecurity.Identifier.quoted;

import java.util.ArrayList;
import java.util.List;

/**
 * The statements that give Inlay's own tables their policies and grants.
 *
 * @param schema where they lie
 * @param migrator owns them
 * @param host sees the tenant that is set
 * @param relay sees all
 */
public record OwnPolicies(String schema, String migrator, String host, String relay) {

    /** For an administrator: the roles and the schema, and nobody's temporary tables. */
    public List<String> creation() {
        List<String> statements = new ArrayList<>();
        for (String role : List.of(migrator, host, relay)) {
            statements.add("do $do$ begin if not exists (select from pg_catalog.pg_roles where rolname = "
                    + Identifier.text(role) + ") then create role " + quoted(role)
                    + " login nosuperuser nocreatedb nocreaterole noreplication nobypassrls; end if; end $do$");
        }
        statements.add("do $do$ begin execute format('revoke temporary on database %I from public, %I',"
                + " current_database(), " + Identifier.text(host) + "); end $do$");
        statements.add("create schema if not exists " + quoted(schema));
        statements.add("revoke create on schema " + quoted(schema) + " from public");
        statements.add("grant usage, create on schema " + quoted(schema) + " to " + quoted(migrator));
        statements.add("grant usage on schema " + quoted(schema) + " to " + quoted(host) + ", " + quoted(relay));
        return statements;
    }

    /** For the migrator: policies and grants. */
    public List<String> statements() {
        List<String> statements = new ArrayList<>();
        statements.add("set local lock_timeout = '5s'");
        statements.addAll(function());
        for (String table : OwnTables.ofTenants()) {
            TablePolicies policies = new TablePolicies(
                    in(schema, table), quoted(OwnTables.TENANT), in(schema, "inlay_tenant"), quoted(host));
            statements.addAll(policies.switchOn());
            statements.addAll(policies.ofHost());
            statements.addAll(policies.ofAll("inlay_relay", quoted(relay)));
            statements.addAll(policies.ofAll("inlay_migrator", quoted(migrator)));
        }
        OwnTables.all().forEach(table -> grant(statements, table));
        String sequence = " on sequence " + in(schema, OwnTables.SEQUENCE);
        statements.add("revoke all" + sequence + " from public, " + quoted(host) + ", " + quoted(relay));
        statements.add("grant usage" + sequence + " to " + quoted(host) + ", " + quoted(relay));
        return statements;
    }

    /** A script of statements. */
    public static String text(List<String> statements) {
        return String.join(";\n", statements) + ";\n";
    }

    /** A name in a schema, quoted. */
    public static String in(String schema, String name) {
        return quoted(schema) + "." + quoted(name);
    }

    /**
     * Raises where no tenant is set; after a commit the setting is not null but empty. Its own search path, so that
     * nobody's functions or operators come in between.
     */
    private List<String> function() {
        String name = in(schema, "inlay_tenant") + "()";
        return List.of(
                "create or replace function " + name + " returns text language plpgsql stable parallel safe"
                        + " set search_path = pg_catalog, pg_temp as $function$\n"
                        + "declare\n"
                        + "    bound text := current_setting('inlay.tenant', true);\n"
                        + "begin\n"
                        + "    if bound is null or bound = '' then\n"
                        + "        raise exception using errcode = 'INL01',\n"
                        + "            message = 'no tenant is set in this transaction',\n"
                        + "            hint = 'Take connections from Inlay.dataSource() inside of a tenant''s work.';\n"
                        + "    end if;\n"
                        + "    return bound;\n"
                        + "end $function$",
                "revoke all on function " + name + " from public",
                "grant execute on function " + name + " to " + quoted(host) + ", " + quoted(migrator));
    }

    private void grant(List<String> statements, String table) {
        String on = " on table " + in(schema, table);
        OwnTables.Grants grants = OwnTables.grants(table);
        statements.add("revoke all" + on + " from public, " + quoted(host) + ", " + quoted(relay));
        grants.host().ifPresent(some -> statements.add("grant " + some + on + " to " + quoted(host)));
        grants.relay().ifPresent(some -> statements.add("grant " + some + on + " to " + quoted(relay)));
    }
}

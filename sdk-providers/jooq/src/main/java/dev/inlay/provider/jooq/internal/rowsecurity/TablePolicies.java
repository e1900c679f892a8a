package dev.inlay.provider.jooq.internal.rowsecurity;

import java.util.List;

/**
 * The policies of one table: the host's role sees the tenant that is set, whoever else is named sees all.
 *
 * @param table with its schema, quoted
 * @param column quoted
 * @param function {@code inlay_tenant} with its schema, quoted
 * @param host quoted
 */
public record TablePolicies(String table, String column, String function, String host) {

    /** Policies for everybody who may touch the table; others see nothing. */
    public List<String> switchOn() {
        return List.of(
                "alter table " + table + " enable row level security",
                "alter table " + table + " force row level security");
    }

    /** In a subselect, so that it is asked once per statement and not per row. */
    public List<String> ofHost() {
        String own = "(" + column + " = (select " + function + "()))";
        return policy("inlay_host", host, own);
    }

    /**
     * For a role that looks over all tenants.
     *
     * @param name the policy's
     * @param role quoted
     */
    public List<String> ofAll(String name, String role) {
        return policy(name, role, "(true)");
    }

    private List<String> policy(String name, String role, String condition) {
        return List.of(
                "drop policy if exists " + name + " on " + table,
                "create policy " + name + " on " + table + " for all to " + role + " using " + condition
                        + " with check " + condition);
    }
}

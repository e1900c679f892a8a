package dev.inlay.provider.jooq.internal.rowsecurity;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/** What the host's role may do with Inlay's own tables beyond its grants, by whichever way it came to that. */
final class OwnPrivileges {

    private static final String[] ALL = {"select", "insert", "update", "delete", "truncate", "references", "trigger"};

    /** Of one column is enough; the last three are of whole tables only. */
    private static final String HELD = """
            with r as (select oid from pg_roles
                where pg_has_role(session_user, oid, 'member') or pg_has_role(current_user, oid, 'member'))
            select privilege from unnest(?::text[]) privilege, cast(to_regclass(?) as oid) t where exists (select from r where
                case when privilege in ('delete', 'truncate', 'trigger') then has_table_privilege(r.oid, t, privilege)
                    else has_any_column_privilege(r.oid, t, privilege) end)
            order by 1""";

    private OwnPrivileges() {}

    /** As the host's role, by table, then privilege; nothing of a table that is not there. */
    static List<Inspection.Found> tooMany(Connection host, String schema) throws SQLException {
        List<Inspection.Found> found = new ArrayList<>();
        try (PreparedStatement statement = host.prepareStatement(HELD)) {
            for (String table : OwnTables.all()) {
                String name = OwnPolicies.in(schema, table);
                statement.setArray(1, host.createArrayOf("text", beyond(table)));
                statement.setString(2, name);
                try (ResultSet rows = statement.executeQuery()) {
                    while (rows.next()) {
                        found.add(new Inspection.Found("GRANTED", rows.getString(1) + " on " + name));
                    }
                }
            }
        }
        return found;
    }

    private static Object[] beyond(String table) {
        Set<String> granted = Set.of(OwnTables.grants(table).host().orElse("").split(", "));
        return Arrays.stream(ALL).filter(some -> !granted.contains(some)).toArray();
    }
}

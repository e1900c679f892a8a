package dev.inlay.provider.jooq.internal.rowsecurity;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * Looks in PostgreSQL's catalog for what undoes row-level security.
 *
 * @param schema whose tables
 * @param column what they call the tenant
 * @param host the role that must be kept to one tenant
 */
public record Inspection(String schema, String column, String host) {

    /**
     * What was found.
     *
     * @param problem a name of {@code Finding.Problem}
     * @param object where
     */
    public record Found(String problem, String object) {

        @Override
        public String toString() {
            return problem + " " + object;
        }
    }

    /** What PostgreSQL writes is then qualified, whatever lies on the path of whoever looks. */
    private static final String PATH = "set local search_path = pg_catalog, pg_temp";

    /** Tables with the column; policies that apply to the host's role; whatever reads the tables through views. */
    private static final String LOOK = """
            with recursive h as (select ?::name as role, ?::name as place), t as (
                select c.oid, c.relowner, c.relrowsecurity, c.relforcerowsecurity, a.attnum, a.attnotnull,
                    format('%I.%I', n.nspname, c.relname) as name,
                    array[format('(%I = ( SELECT %I.inlay_tenant() AS inlay_tenant))', a.attname, h.place),
                        format('((%I)::text = ( SELECT %I.inlay_tenant() AS inlay_tenant))', a.attname, h.place)] as own
                from h, pg_class c join pg_namespace n on n.oid = c.relnamespace
                join pg_attribute a on a.attrelid = c.oid and a.attname = ? and not a.attisdropped
                where n.nspname = ? and c.relkind in ('r', 'p') and (?::name[] is null or c.relname = any (?))
            ), p as (
                select pol.polrelid, pol.polname, pol.polcmd,
                    coalesce(pg_get_expr(polqual, polrelid), pg_get_expr(polwithcheck, polrelid), '') as sees,
                    coalesce(pg_get_expr(polwithcheck, polrelid), pg_get_expr(polqual, polrelid), '') as writes
                from pg_policy pol, h where polpermissive and exists (select from unnest(polroles) r (oid)
                    where case when r.oid = 0 then true else pg_has_role(h.role, r.oid, 'member') end)
            ), v as (
                select oid from t
                union
                select r.ev_class from v join pg_depend d on d.refclassid = 'pg_class'::regclass and d.refobjid = v.oid
                join pg_rewrite r on d.classid = 'pg_rewrite'::regclass and d.objid = r.oid and r.ev_class <> v.oid
            )
            select 'NOT_ENABLED', name from t where not relrowsecurity
            union all select 'NOT_FORCED', name from t where not relforcerowsecurity
            union all select 'POLICY_MISSING', name from t where not exists (select from p where polrelid = t.oid
                and polcmd = '*' and sees = any (own) and writes = any (own))
            union all select 'POLICY_OPEN', format('%s policy %I', name, polname) from t join p on polrelid = t.oid
                where not (sees = any (own) and writes = any (own))
            union all select 'OWNED_BY_HOST', name from t, h where pg_has_role(h.role, relowner, 'member')
            union all select 'TRUNCATE_GRANTED', name from t, h where has_table_privilege(h.role, t.oid, 'truncate')
            union all select 'TENANT_NULLABLE', name from t where not attnotnull
            union all select 'KEY_WITHOUT_TENANT', format('%s key %I', name, k.relname)
                from t join pg_index i on indrelid = t.oid join pg_class k on k.oid = indexrelid
                where indisunique and not (t.attnum = any (indkey::int2[]))
            union all select 'REFERENCE_WITHOUT_TENANT', format('%s key %I', t.name, conname)
                from t join pg_constraint f on conrelid = t.oid and contype = 'f' join t o on o.oid = confrelid
                where not exists (select from generate_subscripts(conkey, 1) i
                    where conkey[i] = t.attnum and confkey[i] = o.attnum)
            union all select case when relkind = 'm' then 'MATERIALIZED_VIEW' else 'VIEW_AS_OWNER' end,
                format('%I.%I', nspname, relname)
                from v join pg_class c on c.oid = v.oid join pg_namespace n on n.oid = relnamespace, h
                where relkind in ('v', 'm') and case relkind when 'm' then has_any_column_privilege(h.role, c.oid, 'select')
                    else has_any_column_privilege(h.role, c.oid, 'select, insert, update')
                        or has_table_privilege(h.role, c.oid, 'delete') end
                and (relkind = 'm' or not coalesce(reloptions, '{}') && '{security_invoker=true,security_invoker=on,
                    security_invoker=1,security_invoker=yes}'::text[])
            union all select 'FUNCTION_AS_OWNER', format('%I.%I(%s)', nspname, proname, pg_get_function_arguments(f.oid))
                from pg_proc f join pg_namespace n on n.oid = pronamespace, h
                where prosecdef and nspname not in ('pg_catalog', 'information_schema')
                and has_function_privilege(h.role, f.oid, 'execute') and has_schema_privilege(h.role, n.oid, 'usage')
            order by 1, 2""";

    /** Looks at every table of the schema that has the column, in a transaction. */
    public List<Found> all(Connection connection) throws SQLException {
        return look(connection, null);
    }

    /** Looks at some tables, in a transaction, and says where one is not there. */
    List<Found> of(Connection connection, List<String> tables) throws SQLException {
        List<Found> found = new ArrayList<>();
        for (String table : tables) {
            if (!isThere(connection, table)) {
                found.add(new Found("NOT_THERE", OwnPolicies.in(schema, table)));
            }
        }
        found.addAll(look(connection, tables));
        return found;
    }

    private boolean isThere(Connection connection, String table) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("select to_regclass(?) is not null")) {
            statement.setString(1, OwnPolicies.in(schema, table));
            try (ResultSet rows = statement.executeQuery()) {
                return rows.next() && rows.getBoolean(1);
            }
        }
    }

    private List<Found> look(Connection connection, @org.jspecify.annotations.Nullable List<String> tables)
            throws SQLException {
        java.sql.Array names = tables == null ? null : connection.createArrayOf("name", tables.toArray());
        List<Found> found = new ArrayList<>();
        try (PreparedStatement path = connection.prepareStatement(PATH);
                PreparedStatement statement = connection.prepareStatement(LOOK)) {
            path.execute();
            statement.setString(1, host);
            statement.setString(2, schema);
            statement.setString(3, column);
            statement.setString(4, schema);
            statement.setArray(5, names);
            statement.setArray(6, names);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    found.add(new Found(rows.getString(1), rows.getString(2)));
                }
            }
        }
        return found;
    }
}

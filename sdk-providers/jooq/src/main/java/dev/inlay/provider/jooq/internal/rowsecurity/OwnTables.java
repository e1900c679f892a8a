package dev.inlay.provider.jooq.internal.rowsecurity;

import dev.inlay.provider.jooq.internal.schema.DefaultSchema;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jooq.Named;
import org.jooq.Table;

/** Inlay's own tables, and what the host's role and the relay's may do with each: no more than the engine does. */
final class OwnTables {

    /** What all of them that hold tenants' rows call the tenant. */
    static final String TENANT = "tenant";

    /** The numbers of events, which the host takes, and the relay for delayed ones. */
    static final String SEQUENCE = "inlay_event_id";

    /**
     * What two roles may do with a table.
     *
     * @param host privileges, or empty
     * @param relay privileges, or empty
     */
    record Grants(Optional<String> host, Optional<String> relay) {
        private static Grants of(String host, String relay) {
            return new Grants(of(host), of(relay));
        }

        private static Optional<String> of(String privileges) {
            return Optional.of(privileges).filter(some -> !some.isEmpty());
        }
    }

    /** The relay updates no event, but PostgreSQL wants that privilege of whoever locks one. */
    private static final Map<String, Grants> GRANTS = Map.ofEntries(
            Map.entry("inlay_schema", Grants.of("", "select")),
            Map.entry("inlay_tenant", Grants.of("", "select, insert, update, delete")),
            Map.entry("inlay_tenant_version", Grants.of("", "select, update")),
            Map.entry("inlay_event", Grants.of("insert", "select, insert, update, delete")),
            Map.entry("inlay_delayed", Grants.of("insert", "select, update, delete")),
            Map.entry("inlay_stream", Grants.of("select, insert, update", "select, insert, update")),
            Map.entry("inlay_parked", Grants.of("", "select, insert, delete")),
            Map.entry("inlay_retry", Grants.of("", "select, insert, delete")),
            Map.entry("inlay_dedupe", Grants.of("select, insert", "select, delete")),
            Map.entry("inlay_inbox", Grants.of("select, insert, update, delete", "select, delete")),
            Map.entry("inlay_inbox_stream", Grants.of("select, insert, update", "")),
            Map.entry("inlay_chore", Grants.of("", "select, insert, update")),
            Map.entry("inlay_hold", Grants.of("", "select, insert, update, delete")),
            Map.entry("inlay_delivery", Grants.of("", "select, insert, delete")),
            Map.entry("inlay_shard", Grants.of("", "select, update")),
            Map.entry("inlay_node", Grants.of("", "select, insert, update, delete")),
            Map.entry("inlay_usage", Grants.of("select, insert", "select")),
            Map.entry("inlay_usage_quarantine", Grants.of("select, insert", "select")),
            Map.entry("inlay_grant", Grants.of("select, insert, update", "select")),
            Map.entry("inlay_audit_head", Grants.of("select, insert, update", "select")),
            Map.entry("inlay_audit", Grants.of("select, insert", "select")),
            Map.entry("inlay_audit_detail", Grants.of("select, insert", "select")));

    private OwnTables() {}

    /** By name. */
    static List<String> all() {
        return DefaultSchema.DEFAULT_SCHEMA
                .tableStream()
                .map(Named::getName)
                .sorted()
                .toList();
    }

    /** Those with tenants' rows, by name. */
    static List<String> ofTenants() {
        return DefaultSchema.DEFAULT_SCHEMA
                .tableStream()
                .filter(OwnTables::hasTenant)
                .map(Named::getName)
                .sorted()
                .toList();
    }

    static Grants grants(String table) {
        return Objects.requireNonNull(GRANTS.get(table), () -> "nobody said who may do what with " + table);
    }

    private static boolean hasTenant(Table<?> table) {
        return table.field(TENANT) != null;
    }
}

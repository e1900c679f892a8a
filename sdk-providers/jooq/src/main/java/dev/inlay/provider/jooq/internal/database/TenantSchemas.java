package dev.inlay.provider.jooq.internal.database;

import dev.inlay.api.error.StoreException;
import dev.inlay.api.tenant.TenantContext;
import java.sql.Connection;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * The schemas of tenants in a database whose own tables are qualified, so that nothing in a tenant's schema can take
 * their place. Thread-safe.
 */
public final class TenantSchemas {

    private final Database database;
    private volatile @Nullable Way entered;

    /** What connections go back to, known from when the first was led away; outlives the database's being open. */
    private record Way(SchemaSwitch schemas, Home home) {}

    /**
     * Asks for nothing yet.
     *
     * @param database opened with {@link Database#openQualified}
     */
    public TenantSchemas(Database database) {
        this.database = database;
    }

    /**
     * Leads the unqualified names of a connection to the tenant's schema, until {@link #leave}.
     *
     * @param tx nothing done in it yet, nor prepared: it may end, so that another begins with the next statement
     * @param tenant whose it is, for messages
     * @param schema letters, digits and underscores
     * @throws StoreException {@code placement.schema-missing} or {@code placement.schema-shared}, not retryable
     * @throws SQLException as the driver does
     */
    public void enter(Connection tx, TenantContext tenant, String schema) throws SQLException {
        Way way = new Way(database.dialect().schemas(), database.home());
        if (schema.equalsIgnoreCase(way.home().schema())) {
            throw refused("shared", tenant, schema, "in which everybody else's tables lie; name one of its own");
        }
        entered = way;
        if (!way.schemas().enter(tx, schema)) {
            throw refused(
                    "missing",
                    tenant,
                    schema,
                    "which is not there, or not for this role; make it, with this exact name");
        }
    }

    /**
     * Leads unqualified names back.
     *
     * @param connection rolled back
     * @throws SQLException as the driver does
     */
    public void leave(Connection connection) throws SQLException {
        Way way = entered;
        if (way != null) {
            way.schemas().leave(connection, way.home());
        }
    }

    private static StoreException refused(String problem, TenantContext tenant, String schema, String why) {
        return new StoreException(
                "placement.schema-" + problem,
                false,
                "placement '" + tenant.profile().placement() + "' of tenant '" + tenant.id() + "' names schema '"
                        + schema + "', " + why,
                null);
    }
}

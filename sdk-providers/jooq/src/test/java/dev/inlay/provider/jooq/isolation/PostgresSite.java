package dev.inlay.provider.jooq.isolation;

import com.zaxxer.hikari.HikariDataSource;
import dev.inlay.provider.jooq.Engines;
import dev.inlay.provider.jooq.JooqStores;
import dev.inlay.provider.jooq.PostgresRoles;
import dev.inlay.provider.jooq.RowLevelSecurity;
import java.sql.SQLException;
import java.util.UUID;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;

/** One PostgreSQL database under three roles and row-level security; or under its superuser alone. */
final class PostgresSite implements AutoCloseable {

    private static final int OTHERS = 2;

    final HikariDataSource pool;

    private final boolean secured;
    private final DataSource administrator = Engines.postgres();
    private final String suffix = UUID.randomUUID().toString().substring(0, 8);
    private final PostgresRoles roles = PostgresRoles.of("migrator-" + suffix, "host-" + suffix, "relay-" + suffix);
    private final HikariDataSource relay;

    PostgresSite(boolean secured) throws SQLException {
        this.secured = secured;
        if (secured) {
            HostDatabase.execute(administrator, roles.creation());
        }
        this.pool = HostDatabase.pool(as("host-"), HostDatabase.CONNECTIONS);
        this.relay = HostDatabase.pool(as("relay-"), OTHERS);
    }

    private DataSource as(String role) throws SQLException {
        if (!secured) {
            return administrator;
        }
        PGSimpleDataSource same = administrator.unwrap(PGSimpleDataSource.class);
        PGSimpleDataSource other = new PGSimpleDataSource();
        other.setServerNames(same.getServerNames());
        other.setPortNumbers(same.getPortNumbers());
        other.setDatabaseName(same.getDatabaseName());
        other.setUser(role + suffix);
        return other;
    }

    JooqStores stores() throws SQLException {
        JooqStores stores = JooqStores.on(pool).relayedBy(relay).migratedBy(as("migrator-"));
        return secured ? stores.withRowLevelSecurity() : stores;
    }

    /** Makes the claims; the policies follow with {@link #secure}, once the migrations have made what they ask. */
    void fill(String place) throws SQLException {
        HostDatabase.fill(as("migrator-"), place);
    }

    void secure() throws SQLException {
        if (secured) {
            HostDatabase.execute(
                    as("migrator-"), RowLevelSecurity.on(roles, "claim").script());
        }
    }

    @Override
    public void close() {
        pool.close();
        relay.close();
    }
}

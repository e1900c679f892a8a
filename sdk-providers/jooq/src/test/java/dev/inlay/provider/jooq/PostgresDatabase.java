package dev.inlay.provider.jooq;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;

/** A PostgreSQL database with the three roles, each with a pool of its own, as an administrator would set it up. */
final class PostgresDatabase implements AutoCloseable {

    final DataSource administrator;
    final PostgresRoles roles;
    final HikariDataSource migrator;
    final HikariDataSource host;
    final HikariDataSource relay;

    private final String schema;
    private final List<HikariDataSource> pools = new ArrayList<>();

    private PostgresDatabase(String schema) {
        String suffix = UUID.randomUUID().toString().substring(0, 8);
        this.schema = schema;
        this.administrator = Engines.postgres();
        this.roles = PostgresRoles.of("own er-" + suffix, "host-" + suffix, "relay-" + suffix)
                .inSchema(schema);
        execute(administrator, roles.creation());
        this.migrator = pool("own er-" + suffix, 4);
        this.host = pool("host-" + suffix, 8);
        this.relay = pool("relay-" + suffix, 4);
    }

    static PostgresDatabase in(String schema) {
        return new PostgresDatabase(schema);
    }

    /** What a host installs. */
    JooqStores plugin() {
        return JooqStores.on(host).relayedBy(relay).migratedBy(migrator).withRowLevelSecurity();
    }

    HikariDataSource pool(String role, int size) {
        HikariConfig config = new HikariConfig();
        config.setDataSource(as(role));
        config.setMaximumPoolSize(size);
        config.setMinimumIdle(0);
        config.setInitializationFailTimeout(-1);
        HikariDataSource pool = new HikariDataSource(config);
        pools.add(pool);
        return pool;
    }

    DataSource as(String role) {
        try {
            PGSimpleDataSource same = administrator.unwrap(PGSimpleDataSource.class);
            PGSimpleDataSource other = new PGSimpleDataSource();
            other.setServerNames(same.getServerNames());
            other.setPortNumbers(same.getPortNumbers());
            other.setDatabaseName(same.getDatabaseName());
            other.setUser(role);
            other.setCurrentSchema('"' + schema + '"');
            return other;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    static void execute(DataSource database, String sql) {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException("failed: " + sql, e);
        }
    }

    @Override
    public void close() {
        pools.forEach(HikariDataSource::close);
    }
}

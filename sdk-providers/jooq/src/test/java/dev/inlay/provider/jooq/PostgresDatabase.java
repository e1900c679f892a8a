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
    private final List<String> names;
    private final List<HikariDataSource> pools = new ArrayList<>();

    private PostgresDatabase(String schema) {
        String suffix = UUID.randomUUID().toString().substring(0, 8);
        this.schema = schema;
        this.administrator = Engines.postgres();
        this.names = List.of("own er-" + suffix, "host-" + suffix, "relay-" + suffix);
        this.roles = PostgresRoles.of(names.get(0), names.get(1), names.get(2)).inSchema(schema);
        execute(administrator, roles.creation());
        this.migrator = pool(names.get(0), 4);
        this.host = pool(names.get(1), 8);
        this.relay = pool(names.get(2), 4);
    }

    static PostgresDatabase in(String schema) {
        return new PostgresDatabase(schema);
    }

    /** What a host installs. */
    JooqStores plugin() {
        return plugin(host);
    }

    JooqStores plugin(DataSource host) {
        return JooqStores.on(host).relayedBy(relay).migratedBy(migrator).withRowLevelSecurity();
    }

    HikariDataSource hostPool(int size) {
        return pool(names.get(1), size);
    }

    private HikariDataSource pool(String role, int size) {
        HikariConfig config = new HikariConfig();
        config.setDataSource(as(role));
        config.setMaximumPoolSize(size);
        config.setMinimumIdle(0);
        config.setInitializationFailTimeout(-1);
        HikariDataSource pool = new HikariDataSource(config);
        pools.add(pool);
        return pool;
    }

    void administratorRuns(String sql) {
        execute(administrator, sql);
    }

    String hostRole() {
        return '"' + names.get(1) + '"';
    }

    String relayRole() {
        return '"' + names.get(2) + '"';
    }

    DataSource relayIn(String other) {
        return as(names.get(2), other);
    }

    DataSource hostAgain() {
        return as(names.get(1), schema);
    }

    private DataSource as(String role) {
        return as(role, schema);
    }

    private DataSource as(String role, String schema) {
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

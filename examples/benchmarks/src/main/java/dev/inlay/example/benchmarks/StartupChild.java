package dev.inlay.example.benchmarks;

import dev.inlay.api.Inlay;
import dev.inlay.core.InlaySdk;
import dev.inlay.provider.feign.FeignTransport;
import dev.inlay.provider.jooq.JooqStores;
import dev.inlay.provider.resilience4j.Resilience;
import java.net.URI;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcDataSource;
import org.postgresql.ds.PGSimpleDataSource;

/** A host that starts, with Inlay or without, and ends. */
public final class StartupChild {

    private StartupChild() {}

    /**
     * Starts once.
     *
     * @param args {@code inlay} or {@code floor}, then the database's URL
     * @throws Exception when it cannot start
     */
    public static void main(String... args) throws Exception {
        if (args[0].equals("inlay")) {
            inlay(args[1]);
        } else {
            floor(args[1]);
        }
    }

    /** Milliseconds from build to ready; closing is not counted. */
    static double inlay(String url) {
        DataSource dataSource = dataSource(url);
        long begun = System.nanoTime();
        try (Inlay inlay = InlaySdk.builder()
                .install(new FixedDirectory())
                .install(JooqStores.on(dataSource))
                .install(FeignTransport.to("erp", URI.create("http://127.0.0.1:9/events")))
                .install(Resilience.withDefaults())
                .drainTime(Duration.ZERO)
                .build()) {
            inlay.start().awaitReady(Duration.ofSeconds(30));
            return (System.nanoTime() - begun) / 1e6;
        }
    }

    /** Milliseconds for what the host does without Inlay: one connection, one question. */
    static double floor(String url) throws SQLException {
        DataSource dataSource = dataSource(url);
        long begun = System.nanoTime();
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT 1")) {
            rows.next();
            return (System.nanoTime() - begun) / 1e6;
        }
    }

    private static DataSource dataSource(String url) {
        if (url.startsWith("jdbc:h2:")) {
            JdbcDataSource h2 = new JdbcDataSource();
            h2.setURL(url);
            return h2;
        }
        PGSimpleDataSource postgres = new PGSimpleDataSource();
        postgres.setURL(url);
        return postgres;
    }
}

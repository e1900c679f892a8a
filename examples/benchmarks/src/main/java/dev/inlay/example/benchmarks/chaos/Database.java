package dev.inlay.example.benchmarks.chaos;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.sql.DataSource;

/** A PostgreSQL that can be stopped at once, without a goodbye to its clients, and started on the same files. */
final class Database implements AutoCloseable {

    private final Path folder;
    private EmbeddedPostgres server;

    Database(Path folder) throws IOException {
        this.folder = folder;
        this.server = builder().start();
    }

    private EmbeddedPostgres.Builder builder() {
        return EmbeddedPostgres.builder()
                .setDataDirectory(folder)
                .setCleanDataDirectory(false)
                .setPGStartupWait(Duration.ofMinutes(1))
                .setServerConfig("synchronous_commit", "on");
    }

    int port() {
        return server.getPort();
    }

    DataSource connections() {
        return server.getPostgresDatabase();
    }

    /** As {@code pg_ctl restart -m immediate}: the clients lose their connections, what is committed is recovered. */
    void restart() throws IOException, InterruptedException {
        int port = server.getPort();
        long pid = Long.parseLong(
                Files.readAllLines(folder.resolve("postmaster.pid")).get(0).strip());
        new ProcessBuilder("kill", "-QUIT", Long.toString(pid)).start().waitFor();
        ProcessHandle.of(pid).ifPresent(Database::awaitEnd);
        server.close();
        server = builder().setPort(port).start();
    }

    private static void awaitEnd(ProcessHandle postmaster) {
        try {
            postmaster.onExit().get(20, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException("PostgreSQL did not stop", e);
        }
    }

    /** Ends about half of the connections that nodes have. */
    void dropConnections() throws SQLException {
        try (Connection connection = connections().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("select count(pg_terminate_backend(pid)) from pg_stat_activity"
                    + " where pid <> pg_backend_pid() and backend_type = 'client backend' and random() < 0.5");
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}

package dev.inlay.example.benchmarks;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;

/**
 * PostgreSQL as it keeps what was committed, which is its default and what hosts run: the library that starts it would
 * have it answer a commit before it is on the disk.
 */
final class DurablePostgres {

    private DurablePostgres() {}

    static EmbeddedPostgres start() throws IOException {
        return EmbeddedPostgres.builder()
                .setServerConfig("fsync", "on")
                .setServerConfig("synchronous_commit", "on")
                .start();
    }
}

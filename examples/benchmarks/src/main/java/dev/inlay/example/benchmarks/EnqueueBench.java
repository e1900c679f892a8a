package dev.inlay.example.benchmarks;

import com.zaxxer.hikari.HikariDataSource;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;

/** What an event adds to the host's transaction: {@link Enqueues} alone, without what {@link OutboxBench} drains. */
final class EnqueueBench implements Benchmarks.Bench {

    @Override
    public Result run(boolean quick) throws Exception {
        Result result = new Result();
        try (EmbeddedPostgres postgres = DurablePostgres.start();
                HikariDataSource pool = OutboxBench.pool(postgres, 20)) {
            Enqueues.measure(pool, quick, result);
        }
        return result;
    }
}

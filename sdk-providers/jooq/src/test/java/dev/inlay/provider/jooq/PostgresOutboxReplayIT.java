package dev.inlay.provider.jooq;

import javax.sql.DataSource;

final class PostgresOutboxReplayIT extends OutboxReplayTests {
    @Override
    DataSource open() {
        return Engines.postgres();
    }
}

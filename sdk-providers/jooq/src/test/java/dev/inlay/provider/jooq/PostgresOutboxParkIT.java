package dev.inlay.provider.jooq;

import javax.sql.DataSource;

final class PostgresOutboxParkIT extends OutboxParkTests {
    @Override
    DataSource open() {
        return Engines.postgres();
    }
}

package dev.inlay.provider.jooq;

import javax.sql.DataSource;

final class PostgresOutboxReadIT extends OutboxReadTests {
    @Override
    DataSource open() {
        return Engines.postgres();
    }
}

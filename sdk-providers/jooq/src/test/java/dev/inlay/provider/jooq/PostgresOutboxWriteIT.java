package dev.inlay.provider.jooq;

import javax.sql.DataSource;

final class PostgresOutboxWriteIT extends OutboxWriteTests {
    @Override
    DataSource open() {
        return Engines.postgres();
    }
}

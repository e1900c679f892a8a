package dev.inlay.provider.jooq;

import javax.sql.DataSource;

final class PostgresUsageStoreIT extends UsageStoreTests {
    @Override
    DataSource open() {
        return Engines.postgres();
    }
}

package dev.inlay.provider.jooq;

import javax.sql.DataSource;

final class PostgresAuditStoreIT extends AuditStoreTests {
    @Override
    DataSource open() {
        return Engines.postgres();
    }
}

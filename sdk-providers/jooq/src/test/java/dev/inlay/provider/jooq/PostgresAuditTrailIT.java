package dev.inlay.provider.jooq;

import javax.sql.DataSource;

final class PostgresAuditTrailIT extends AuditTrailTests {
    @Override
    DataSource open() {
        return Engines.postgres();
    }
}

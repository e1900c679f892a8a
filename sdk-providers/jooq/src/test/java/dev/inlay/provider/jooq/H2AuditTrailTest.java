package dev.inlay.provider.jooq;

import javax.sql.DataSource;

final class H2AuditTrailTest extends AuditTrailTests {
    @Override
    DataSource open() {
        return Engines.h2();
    }
}

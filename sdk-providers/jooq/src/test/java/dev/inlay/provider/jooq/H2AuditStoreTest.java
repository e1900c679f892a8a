package dev.inlay.provider.jooq;

import javax.sql.DataSource;

final class H2AuditStoreTest extends AuditStoreTests {
    @Override
    DataSource open() {
        return Engines.h2();
    }
}

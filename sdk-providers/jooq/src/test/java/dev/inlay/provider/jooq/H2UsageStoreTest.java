package dev.inlay.provider.jooq;

import javax.sql.DataSource;

final class H2UsageStoreTest extends UsageStoreTests {
    @Override
    DataSource open() {
        return Engines.h2();
    }
}

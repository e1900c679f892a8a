package dev.inlay.provider.jooq;

import javax.sql.DataSource;

final class MariadbUsageStoreIT extends UsageStoreTests {
    @Override
    DataSource open() {
        return Engines.mariadb();
    }
}

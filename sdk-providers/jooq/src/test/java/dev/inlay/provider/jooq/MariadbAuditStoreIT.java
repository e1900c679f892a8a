package dev.inlay.provider.jooq;

import javax.sql.DataSource;

final class MariadbAuditStoreIT extends AuditStoreTests {
    @Override
    DataSource open() {
        return Engines.mariadb();
    }
}

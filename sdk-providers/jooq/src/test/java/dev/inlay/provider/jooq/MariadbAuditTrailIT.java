package dev.inlay.provider.jooq;

import javax.sql.DataSource;

final class MariadbAuditTrailIT extends AuditTrailTests {
    @Override
    DataSource open() {
        return Engines.mariadb();
    }
}

package dev.inlay.provider.jooq;

import javax.sql.DataSource;

final class MariadbAuditContractIT extends JooqAuditContract {
    @Override
    DataSource database() {
        return Engines.mariadb();
    }
}

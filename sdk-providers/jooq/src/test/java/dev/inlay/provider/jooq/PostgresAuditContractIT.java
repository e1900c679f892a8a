package dev.inlay.provider.jooq;

import javax.sql.DataSource;

final class PostgresAuditContractIT extends JooqAuditContract {
    @Override
    DataSource database() {
        return Engines.postgres();
    }
}

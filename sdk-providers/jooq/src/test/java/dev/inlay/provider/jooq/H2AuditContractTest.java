package dev.inlay.provider.jooq;

import javax.sql.DataSource;

final class H2AuditContractTest extends JooqAuditContract {
    @Override
    DataSource database() {
        return Engines.h2();
    }
}

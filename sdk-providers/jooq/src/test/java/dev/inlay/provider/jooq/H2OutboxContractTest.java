package dev.inlay.provider.jooq;

import javax.sql.DataSource;

final class H2OutboxContractTest extends JooqOutboxContract {
    @Override
    DataSource database() {
        return Engines.patientH2();
    }
}

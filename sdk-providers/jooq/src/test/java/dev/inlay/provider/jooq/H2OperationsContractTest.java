package dev.inlay.provider.jooq;

import javax.sql.DataSource;

final class H2OperationsContractTest extends JooqOperationsContract {
    @Override
    DataSource database() {
        return Engines.h2();
    }
}

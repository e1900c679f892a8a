package dev.inlay.provider.jooq;

import javax.sql.DataSource;

final class PostgresOperationsContractIT extends JooqOperationsContract {
    @Override
    DataSource database() {
        return Engines.postgres();
    }
}

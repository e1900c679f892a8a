package dev.inlay.provider.jooq;

import javax.sql.DataSource;

final class PostgresOutboxContractIT extends JooqOutboxContract {
    @Override
    DataSource database() {
        return Engines.postgres();
    }
}

package dev.inlay.provider.jooq;

import javax.sql.DataSource;

final class PostgresInboxContractIT extends JooqInboxContract {
    @Override
    DataSource database() {
        return Engines.postgres();
    }
}

package dev.inlay.provider.jooq;

import javax.sql.DataSource;

final class PostgresDirectoryContractIT extends JooqDirectoryContract {
    @Override
    DataSource database() {
        return Engines.postgres();
    }
}

package dev.inlay.provider.jooq;

import javax.sql.DataSource;

final class PostgresRollingRestartIT extends RollingRestartTests {
    @Override
    DataSource database() {
        return Engines.postgres();
    }
}

package dev.inlay.provider.jooq;

import javax.sql.DataSource;

final class MariadbRollingRestartIT extends RollingRestartTests {
    @Override
    DataSource database() {
        return Engines.mariadb();
    }
}

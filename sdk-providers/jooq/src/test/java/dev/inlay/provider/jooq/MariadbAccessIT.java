package dev.inlay.provider.jooq;

import javax.sql.DataSource;

final class MariadbAccessIT extends AccessTests {
    @Override
    DataSource open() {
        return Engines.mariadb();
    }
}

package dev.inlay.provider.jooq;

import javax.sql.DataSource;

final class MariadbOutboxWriteIT extends OutboxWriteTests {
    @Override
    DataSource open() {
        return Engines.mariadb();
    }
}

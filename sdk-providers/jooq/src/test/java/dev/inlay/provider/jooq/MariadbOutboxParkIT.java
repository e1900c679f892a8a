package dev.inlay.provider.jooq;

import javax.sql.DataSource;

final class MariadbOutboxParkIT extends OutboxParkTests {
    @Override
    DataSource open() {
        return Engines.mariadb();
    }
}

package dev.inlay.provider.jooq;

import javax.sql.DataSource;

final class MariadbOutboxReadIT extends OutboxReadTests {
    @Override
    DataSource open() {
        return Engines.mariadb();
    }
}

package dev.inlay.provider.jooq;

import javax.sql.DataSource;

final class MariadbOutboxParkIT extends OutboxParkTests {
    @Override
    DataSource open() {
        DataSource d = Engines.mariadb();
        try {
            OpenStores.execute(d, "set global innodb_lock_wait_timeout = 2");
        } catch (java.sql.SQLException e) {
            throw new IllegalStateException(e);
        }
        return d;
    }
}

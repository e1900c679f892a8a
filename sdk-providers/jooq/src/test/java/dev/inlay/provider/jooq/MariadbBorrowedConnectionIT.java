package dev.inlay.provider.jooq;

import javax.sql.DataSource;

final class MariadbBorrowedConnectionIT extends BorrowedConnectionTests {
    @Override
    DataSource open() {
        return Engines.mariadb();
    }
}

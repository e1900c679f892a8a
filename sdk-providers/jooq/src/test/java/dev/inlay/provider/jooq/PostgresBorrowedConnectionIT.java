package dev.inlay.provider.jooq;

import javax.sql.DataSource;

final class PostgresBorrowedConnectionIT extends BorrowedConnectionTests {
    @Override
    DataSource open() {
        return Engines.postgres();
    }
}

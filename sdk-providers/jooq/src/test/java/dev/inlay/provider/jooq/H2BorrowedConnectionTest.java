package dev.inlay.provider.jooq;

import javax.sql.DataSource;

final class H2BorrowedConnectionTest extends BorrowedConnectionTests {
    @Override
    DataSource open() {
        return Engines.h2();
    }
}

package dev.inlay.provider.jooq;

import javax.sql.DataSource;

final class H2OutboxWriteTest extends OutboxWriteTests {
    @Override
    DataSource open() {
        return Engines.h2();
    }
}

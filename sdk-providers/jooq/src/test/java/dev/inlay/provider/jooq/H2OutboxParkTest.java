package dev.inlay.provider.jooq;

import javax.sql.DataSource;

final class H2OutboxParkTest extends OutboxParkTests {
    @Override
    DataSource open() {
        return Engines.h2();
    }
}

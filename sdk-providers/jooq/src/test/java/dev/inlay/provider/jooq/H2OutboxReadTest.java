package dev.inlay.provider.jooq;

import javax.sql.DataSource;

final class H2OutboxReadTest extends OutboxReadTests {
    @Override
    DataSource open() {
        return Engines.h2();
    }
}

package dev.inlay.provider.jooq;

import javax.sql.DataSource;

final class H2MigrationTest extends MigrationTests {
    @Override
    DataSource open() {
        return Engines.h2();
    }

    @Override
    String folder() {
        return "h2";
    }
}

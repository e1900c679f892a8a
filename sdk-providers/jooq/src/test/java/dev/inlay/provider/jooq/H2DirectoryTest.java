package dev.inlay.provider.jooq;

import javax.sql.DataSource;

final class H2DirectoryTest extends DirectoryTests {
    @Override
    DataSource open() {
        return Engines.h2();
    }
}

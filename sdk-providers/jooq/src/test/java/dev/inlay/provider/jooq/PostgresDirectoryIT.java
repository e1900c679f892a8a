package dev.inlay.provider.jooq;

import javax.sql.DataSource;

final class PostgresDirectoryIT extends DirectoryTests {
    @Override
    DataSource open() {
        return Engines.postgres();
    }
}

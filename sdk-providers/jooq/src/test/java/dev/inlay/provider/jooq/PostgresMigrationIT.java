package dev.inlay.provider.jooq;

import javax.sql.DataSource;

final class PostgresMigrationIT extends MigrationTests {
    @Override
    DataSource open() {
        return Engines.postgres();
    }

    @Override
    String folder() {
        return "postgresql";
    }
}

package dev.inlay.provider.jooq;

import javax.sql.DataSource;

final class MariadbMigrationIT extends MigrationTests {
    @Override
    DataSource open() {
        return Engines.mariadb();
    }

    @Override
    String folder() {
        return "mariadb";
    }
}

package dev.inlay.provider.jooq;

import javax.sql.DataSource;

final class MariadbDirectoryIT extends DirectoryTests {
    @Override
    DataSource open() {
        return Engines.mariadb();
    }
}

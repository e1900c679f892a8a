package dev.inlay.provider.jooq;

import javax.sql.DataSource;

final class H2DirectoryContractTest extends JooqDirectoryContract {
    @Override
    DataSource database() {
        return Engines.h2();
    }
}

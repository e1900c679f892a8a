package dev.inlay.provider.jooq;

import javax.sql.DataSource;

final class MariadbDirectoryContractIT extends JooqDirectoryContract {
    @Override
    DataSource database() {
        return Engines.mariadb();
    }
}

package dev.inlay.provider.jooq;

import javax.sql.DataSource;

final class MariadbOutboxContractIT extends JooqOutboxContract {
    @Override
    DataSource database() {
        return Engines.mariadb();
    }
}

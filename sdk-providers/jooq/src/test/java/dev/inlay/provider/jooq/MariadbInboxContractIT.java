package dev.inlay.provider.jooq;

import javax.sql.DataSource;

final class MariadbInboxContractIT extends JooqInboxContract {
    @Override
    DataSource database() {
        return Engines.mariadb();
    }
}

package dev.inlay.provider.jooq;

import javax.sql.DataSource;

final class MariadbOperationsContractIT extends JooqOperationsContract {
    @Override
    DataSource database() {
        return Engines.mariadb();
    }
}

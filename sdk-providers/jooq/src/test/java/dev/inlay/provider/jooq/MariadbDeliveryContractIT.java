package dev.inlay.provider.jooq;

import javax.sql.DataSource;

final class MariadbDeliveryContractIT extends JooqDeliveryContract {
    @Override
    DataSource database() {
        return Engines.mariadb();
    }
}

package dev.inlay.provider.jooq;

import javax.sql.DataSource;

final class PostgresDeliveryContractIT extends JooqDeliveryContract {
    @Override
    DataSource database() {
        return Engines.postgres();
    }
}

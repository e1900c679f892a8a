package dev.inlay.provider.jooq;

import javax.sql.DataSource;

final class H2DeliveryContractTest extends JooqDeliveryContract {
    @Override
    DataSource database() {
        return Engines.h2();
    }
}

package dev.inlay.provider.jooq;

import javax.sql.DataSource;

final class MariadbOutboxReplayIT extends OutboxReplayTests {
    @Override
    DataSource open() {
        return Engines.mariadb();
    }
}

package dev.inlay.provider.jooq;

import javax.sql.DataSource;

final class H2OutboxReplayTest extends OutboxReplayTests {
    @Override
    DataSource open() {
        return Engines.h2();
    }
}

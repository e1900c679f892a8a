package dev.inlay.provider.jooq;

import javax.sql.DataSource;

final class H2RollingRestartTest extends RollingRestartTests {
    @Override
    DataSource database() {
        return Engines.h2();
    }
}

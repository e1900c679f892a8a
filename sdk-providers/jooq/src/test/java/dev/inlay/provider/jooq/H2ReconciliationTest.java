package dev.inlay.provider.jooq;

import javax.sql.DataSource;

final class H2ReconciliationTest extends ReconciliationTests {
    @Override
    DataSource database() {
        return Engines.h2();
    }
}

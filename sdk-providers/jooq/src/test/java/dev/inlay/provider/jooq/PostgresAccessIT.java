package dev.inlay.provider.jooq;

import javax.sql.DataSource;

final class PostgresAccessIT extends AccessTests {
    @Override
    DataSource open() {
        return Engines.postgres();
    }
}

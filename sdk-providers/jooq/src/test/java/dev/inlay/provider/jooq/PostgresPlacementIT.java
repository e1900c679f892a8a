package dev.inlay.provider.jooq;

import javax.sql.DataSource;

final class PostgresPlacementIT extends PlacementTests {
    @Override
    DataSource open() {
        return Engines.postgres();
    }

    @Override
    String quoted(String name) {
        return '"' + name + '"';
    }
}

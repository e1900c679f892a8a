package dev.inlay.provider.jooq;

import javax.sql.DataSource;

final class H2PlacementTest extends PlacementTests {
    @Override
    DataSource open() {
        return Engines.h2();
    }

    @Override
    String quoted(String name) {
        return '"' + name + '"';
    }
}

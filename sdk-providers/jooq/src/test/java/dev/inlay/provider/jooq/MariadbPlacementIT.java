package dev.inlay.provider.jooq;

import javax.sql.DataSource;

final class MariadbPlacementIT extends PlacementTests {
    @Override
    DataSource open() {
        return Engines.mariadb();
    }

    @Override
    String quoted(String name) {
        return '`' + name + '`';
    }

    @Override
    String dropping() {
        return "";
    }

    @Override
    String leadingTo(String other) {
        return "use " + quoted(other);
    }
}

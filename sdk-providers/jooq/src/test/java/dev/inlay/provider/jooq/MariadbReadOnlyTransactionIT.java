package dev.inlay.provider.jooq;

import javax.sql.DataSource;

final class MariadbReadOnlyTransactionIT extends ReadOnlyTransactionTests {
    @Override
    DataSource open() {
        return Engines.mariadb();
    }
}

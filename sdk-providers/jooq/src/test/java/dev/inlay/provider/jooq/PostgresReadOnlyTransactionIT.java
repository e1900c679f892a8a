package dev.inlay.provider.jooq;

import javax.sql.DataSource;

final class PostgresReadOnlyTransactionIT extends ReadOnlyTransactionTests {
    @Override
    DataSource open() {
        return Engines.postgres();
    }
}

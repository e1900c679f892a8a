package dev.inlay.provider.jooq;

import javax.sql.DataSource;

final class PostgresReconciliationIT extends ReconciliationTests {
    @Override
    DataSource database() {
        return Engines.postgres();
    }
}

package dev.inlay.provider.jooq;

import javax.sql.DataSource;

final class MariadbReconciliationIT extends ReconciliationTests {
    @Override
    DataSource database() {
        return Engines.mariadb();
    }
}

package dev.inlay.provider.jooq;

import javax.sql.DataSource;

final class MariadbInboxIT extends InboxTests {
    @Override
    DataSource database() {
        return Engines.mariadb();
    }
}

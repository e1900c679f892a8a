package dev.inlay.provider.jooq;

import javax.sql.DataSource;

final class PostgresInboxIT extends InboxTests {
    @Override
    DataSource database() {
        return Engines.postgres();
    }
}

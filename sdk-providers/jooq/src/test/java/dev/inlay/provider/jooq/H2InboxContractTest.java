package dev.inlay.provider.jooq;

import javax.sql.DataSource;

final class H2InboxContractTest extends JooqInboxContract {
    @Override
    DataSource database() {
        return Engines.h2();
    }
}

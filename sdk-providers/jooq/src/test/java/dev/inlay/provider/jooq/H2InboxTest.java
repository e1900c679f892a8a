package dev.inlay.provider.jooq;

import javax.sql.DataSource;

final class H2InboxTest extends InboxTests {
    @Override
    DataSource database() {
        return Engines.patientH2();
    }
}

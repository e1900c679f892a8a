package dev.inlay.provider.jooq;

import dev.inlay.testkit.contracts.Proves;
import javax.sql.DataSource;

@Proves({"EVT-1", "EVT-2", "EVT-5"})
final class H2OutboxContractTest extends JooqOutboxContract {
    @Override
    DataSource database() {
        return Engines.h2();
    }
}

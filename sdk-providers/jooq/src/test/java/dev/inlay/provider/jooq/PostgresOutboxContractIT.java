package dev.inlay.provider.jooq;

import dev.inlay.testkit.contracts.Proves;
import javax.sql.DataSource;

@Proves({"EVT-1", "EVT-2", "EVT-5"})
final class PostgresOutboxContractIT extends JooqOutboxContract {
    @Override
    DataSource database() {
        return Engines.postgres();
    }
}

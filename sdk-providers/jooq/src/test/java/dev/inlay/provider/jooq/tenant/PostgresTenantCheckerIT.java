package dev.inlay.provider.jooq.tenant;

import dev.inlay.provider.jooq.Engines;
import javax.sql.DataSource;
import org.jooq.SQLDialect;

final class PostgresTenantCheckerIT extends TenantCheckerTests {
    @Override
    DataSource open() {
        return Engines.postgres();
    }

    @Override
    SQLDialect dialect() {
        return SQLDialect.POSTGRES;
    }
}

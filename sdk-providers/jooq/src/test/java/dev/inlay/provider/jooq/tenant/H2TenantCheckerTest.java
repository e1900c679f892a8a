package dev.inlay.provider.jooq.tenant;

import dev.inlay.provider.jooq.Engines;
import javax.sql.DataSource;
import org.jooq.SQLDialect;

final class H2TenantCheckerTest extends TenantCheckerTests {
    @Override
    DataSource open() {
        return Engines.h2();
    }

    @Override
    SQLDialect dialect() {
        return SQLDialect.H2;
    }
}

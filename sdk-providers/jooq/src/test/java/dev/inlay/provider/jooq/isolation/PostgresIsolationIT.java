package dev.inlay.provider.jooq.isolation;

import java.sql.SQLException;
import java.util.Map;
import java.util.Set;

final class PostgresIsolationIT extends IsolationTests {

    @Override
    HostDatabase database(Set<Guard> off) throws SQLException {
        return new PostgresDatabase(!off.contains(Guard.ROW_BOUNDARY));
    }

    @Override
    Map<Guard, String> meaningless() {
        return Map.of();
    }
}

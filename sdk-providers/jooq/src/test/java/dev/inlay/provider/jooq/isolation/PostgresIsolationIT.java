package dev.inlay.provider.jooq.isolation;

import java.util.Map;
import java.util.Set;

final class PostgresIsolationIT extends IsolationTests {

    @Override
    HostDatabase database(Set<Guard> off) {
        return new PostgresDatabase();
    }

    @Override
    Map<Guard, String> meaningless() {
        return Map.of();
    }
}

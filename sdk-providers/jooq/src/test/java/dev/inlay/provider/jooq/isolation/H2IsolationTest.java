package dev.inlay.provider.jooq.isolation;

import java.util.Map;
import java.util.Set;

final class H2IsolationTest extends IsolationTests {

    @Override
    HostDatabase database(Set<Guard> off) {
        return new H2Database();
    }

    @Override
    Map<Guard, String> meaningless() {
        return Map.of(
                Guard.TRANSACTION_SETTING,
                "H2 is not told the tenant, so that none can stay on a connection",
                Guard.READ_ONLY_GRANT,
                "H2 cannot keep a transaction from writing, so that such grants are refused");
    }
}

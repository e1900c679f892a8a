package dev.inlay.provider.jooq;

import static dev.inlay.provider.jooq.PlacedHost.NORTH;
import static dev.inlay.provider.jooq.PlacedHost.SOUTH;
import static dev.inlay.provider.jooq.PlacedHost.keep;
import static org.assertj.core.api.Assertions.assertThat;

import dev.inlay.api.Inlay;
import java.sql.Connection;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

final class PostgresPlacementIT extends PlacementTests {
    @Override
    DataSource open() {
        return Engines.postgres();
    }

    @Override
    String quoted(String name) {
        return '"' + name + '"';
    }

    @Override
    String leadingTo(String other) {
        return "set search_path to " + quoted(other);
    }

    @Test
    void leavesNoTemporaryTableToTheNextTenant() throws Exception {
        OpenStores.start(JooqStores.on(shared));
        Inlay inlay = host.startWithoutRelay(stores(host.pool(shared, 1), host.pool(dedicated, 2)));

        inlay.tenants().run(NORTH, () -> {
            try (Connection tx = inlay.dataSource().getConnection()) {
                execute(tx, "create temporary table claim (id varchar(20)) on commit preserve rows");
                tx.commit();
            }
        });
        keep(inlay, SOUTH, "s-1");

        assertThat(OpenStores.number(shared, "select count(*) from claim")).isEqualTo(1);
    }
}

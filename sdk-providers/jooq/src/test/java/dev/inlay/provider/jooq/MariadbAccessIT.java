package dev.inlay.provider.jooq;

import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

final class MariadbAccessIT extends AccessTests {
    @Override
    DataSource open() {
        return Engines.mariadb();
    }

    @Test
    void writesNothingWhereItWasGivenToRead() throws Exception {
        readsOnly();
    }
}

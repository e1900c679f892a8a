package dev.inlay.provider.jooq;

import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

final class PostgresAccessIT extends AccessTests {
    @Override
    DataSource open() {
        return Engines.postgres();
    }

    @Test
    void writesNothingWhereItWasGivenToRead() throws Exception {
        readsOnly();
    }
}

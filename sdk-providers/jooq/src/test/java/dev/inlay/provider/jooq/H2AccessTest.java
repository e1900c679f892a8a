package dev.inlay.provider.jooq;

import static org.assertj.core.api.Assertions.assertThat;

import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

final class H2AccessTest extends AccessTests {
    @Override
    DataSource open() {
        return Engines.h2();
    }

    @Test
    void isNotGivenToReadWhereTheDatabaseCannotKeepItFromWriting() {
        coded("store.read-only", () -> nodes().one.access().grant(request()));

        assertThat(actions()).containsExactly("access.denied");
    }
}

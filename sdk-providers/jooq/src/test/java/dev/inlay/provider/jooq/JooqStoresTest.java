package dev.inlay.provider.jooq;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.inlay.api.error.StoreException;
import dev.inlay.spi.SpiVersion;
import dev.inlay.spi.store.Stores;
import dev.inlay.testkit.contracts.Proves;
import java.sql.SQLException;
import java.util.Properties;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.Test;

final class JooqStoresTest {

    @Test
    void saysWhatItIs() {
        JooqStores plugin = JooqStores.on(Engines.h2());

        assertThat(plugin.descriptor().id()).isEqualTo("inlay.jooq");
        assertThat(SpiVersion.CURRENT.accepts(plugin.descriptor().spiVersion())).isTrue();
    }

    @Test
    void handsOutTheHostsDataSourceAndTheSameStoresEachTime() {
        DataSource database = Engines.h2();

        Stores stores = OpenStores.start(JooqStores.on(database));

        assertThat(stores.dataSource()).isSameAs(database);
        assertThat(stores.outbox()).isSameAs(stores.outbox());
        assertThat(stores.usage()).isSameAs(stores.usage());
        assertThat(stores.audit()).isSameAs(stores.audit());
    }

    @Test
    void refusesWorkOnceItIsClosed() {
        JooqStores plugin = JooqStores.on(Engines.h2());
        Stores stores = OpenStores.start(plugin);

        plugin.close();
        plugin.close();

        assertThatThrownBy(() -> stores.operations().holds())
                .isInstanceOfSatisfying(
                        StoreException.class, e -> assertThat(e.code()).isEqualTo("store.closed"));
    }

    @Test
    @Proves("EMB-4")
    void mayBeStartedAgainWhenTheDatabaseDidNotAnswer() {
        JdbcDataSource nowhere = new JdbcDataSource();
        nowhere.setURL("jdbc:h2:tcp://localhost:1/nowhere");

        assertThatThrownBy(() -> OpenStores.start(JooqStores.on(nowhere)))
                .hasCauseInstanceOf(SQLException.class)
                .isInstanceOfSatisfying(StoreException.class, e -> {
                    assertThat(e.code()).isEqualTo("store.unavailable");
                    assertThat(e.retryable()).isTrue();
                });
    }

    @Test
    void setsNoPropertyOfTheJvm() {
        Properties before = (Properties) System.getProperties().clone();

        OpenStores.start(JooqStores.on(Engines.h2()));

        assertThat(System.getProperties()).isEqualTo(before);
    }
}

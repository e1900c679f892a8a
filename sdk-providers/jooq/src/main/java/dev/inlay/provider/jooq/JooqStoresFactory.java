package dev.inlay.provider.jooq;

import dev.inlay.spi.Plugin;
import dev.inlay.spi.store.StoresFactory;
import javax.sql.DataSource;

/**
 * Opens {@link JooqStores} for commands. Thread-safe.
 *
 * @since 0.1
 */
public final class JooqStoresFactory implements StoresFactory {

    /** For {@link java.util.ServiceLoader}. */
    public JooqStoresFactory() {}

    @Override
    public Plugin on(DataSource dataSource) {
        return JooqStores.on(dataSource).withMigration(Migration.BY_HOST);
    }
}

package dev.inlay.testkit.cli;

import dev.inlay.spi.Plugin;
import dev.inlay.spi.store.StoresFactory;
import dev.inlay.testkit.contracts.memory.InMemoryStores;
import javax.sql.DataSource;

/** Stands where a provider stands on an operator's class path. */
public final class MemoryStoresFactory implements StoresFactory {

    static final InMemoryStores STORES = InMemoryStores.create();

    @Override
    public Plugin on(DataSource dataSource) {
        return STORES.reopened();
    }
}

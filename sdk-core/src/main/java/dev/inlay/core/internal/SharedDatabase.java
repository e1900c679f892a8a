package dev.inlay.core.internal;

import dev.inlay.api.error.StoreException;
import dev.inlay.spi.store.StoreRouter;
import dev.inlay.spi.store.Stores;
import java.util.Collection;
import java.util.List;

/** One database for the tenants that are placed in it, and none for others. */
record SharedDatabase(Stores stores) implements StoreRouter {

    static final String PLACEMENT = "shared";

    @Override
    public Stores at(String placement) {
        if (!placement.equals(PLACEMENT)) {
            throw new StoreException(
                    "placement.unknown",
                    false,
                    "placement '" + placement + "' is unknown: the installed stores serve placement '" + PLACEMENT
                            + "' only; install PlacedStores, or another StoreRouter, to have more",
                    null);
        }
        return stores;
    }

    @Override
    public Collection<Stores> databases() {
        return List.of(stores);
    }
}

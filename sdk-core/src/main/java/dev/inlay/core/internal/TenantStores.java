package dev.inlay.core.internal;

import dev.inlay.api.error.StoreException;
import dev.inlay.api.tenant.TenantContext;
import dev.inlay.api.tenant.TenantId;
import dev.inlay.core.internal.event.Outboxes;
import dev.inlay.core.internal.tenant.TenantTransactions;
import dev.inlay.spi.store.OutboxStore;
import dev.inlay.spi.store.StoreRouter;
import dev.inlay.spi.store.Stores;
import dev.inlay.spi.store.TransactionTerms;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.Optional;
import java.util.function.Function;
import javax.sql.DataSource;

/**
 * Leads each tenant to the database that its profile's placement names, for transactions and for events. Fails closed:
 * a placement that nobody knows, and a tenant that the directory does not, have no database.
 */
final class TenantStores implements TenantTransactions, Outboxes {

    private final StoreRouter router;
    private final Function<TenantId, Optional<TenantContext>> directory;

    TenantStores(StoreRouter router, Function<TenantId, Optional<TenantContext>> directory) {
        this.router = router;
        this.directory = directory;
    }

    Stores at(TenantContext tenant) {
        return router.at(tenant.profile().placement());
    }

    /** For work that is told the tenant's id: where its profile says now. */
    Stores at(TenantId tenant) {
        return at(known(tenant));
    }

    /** What the directory says of a tenant now. */
    TenantContext known(TenantId tenant) {
        return directory
                .apply(tenant)
                .orElseThrow(() -> new StoreException(
                        "placement.unknown",
                        false,
                        "the directory does not know tenant '" + tenant + "', so neither where its rows are",
                        null));
    }

    /** Every database that answers now. */
    Collection<Stores> databases() {
        return router.databases();
    }

    /** What answers for the host's data source where that concerns no tenant. */
    DataSource shared() {
        return router.at(SharedDatabase.PLACEMENT).dataSource();
    }

    @Override
    public DataSource dataSource(TenantContext tenant) {
        return at(tenant).dataSource();
    }

    @Override
    public void begin(Connection tx, TenantContext tenant, boolean readOnly) throws SQLException {
        at(tenant).begin(tx, new TransactionTerms(tenant, readOnly));
    }

    @Override
    public void giveBack(Connection connection, TenantContext tenant) throws SQLException {
        at(tenant).giveBack(connection);
    }

    @Override
    public OutboxStore of(TenantContext tenant) {
        return at(tenant).outbox();
    }

    @Override
    public Collection<Named> all() {
        boolean alone = !mayChange();
        return router.databases().stream()
                .map(database -> new Named(alone ? "" : database.name(), database.outbox(), database::operations))
                .toList();
    }

    @Override
    public boolean mayChange() {
        return !(router instanceof SharedDatabase);
    }
}

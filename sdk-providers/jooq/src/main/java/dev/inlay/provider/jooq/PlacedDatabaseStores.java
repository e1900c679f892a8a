package dev.inlay.provider.jooq;

import dev.inlay.provider.jooq.internal.database.TenantSchemas;
import dev.inlay.spi.store.AuditStore;
import dev.inlay.spi.store.DeliveryStore;
import dev.inlay.spi.store.GrantStore;
import dev.inlay.spi.store.InboxStore;
import dev.inlay.spi.store.OutboxOperations;
import dev.inlay.spi.store.OutboxStore;
import dev.inlay.spi.store.Stores;
import dev.inlay.spi.store.TransactionTerms;
import dev.inlay.spi.store.UsageStore;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import java.util.function.Function;
import javax.sql.DataSource;

/**
 * The stores of one database, whose transactions lead to the tenant's schema where its placement has one.
 *
 * @param name of the database
 * @param stores what is kept there
 * @param switching leads transactions to a schema
 * @param schemas by placement; empty for those that have none
 */
record PlacedDatabaseStores(
        String name, Stores stores, TenantSchemas switching, Function<String, Optional<String>> schemas)
        implements Stores {

    @Override
    public DataSource dataSource() {
        return stores.dataSource();
    }

    @Override
    public void begin(Connection tx, TransactionTerms terms) throws SQLException {
        Optional<String> schema = schemas.apply(terms.tenant().profile().placement());
        if (schema.isPresent()) {
            switching.enter(tx, terms.tenant(), schema.get());
        }
        stores.begin(tx, terms);
    }

    @Override
    public void giveBack(Connection connection) throws SQLException {
        switching.leave(connection);
        stores.giveBack(connection);
    }

    @Override
    public OutboxOperations operations() {
        return stores.operations();
    }

    @Override
    public OutboxStore outbox() {
        return stores.outbox();
    }

    @Override
    public UsageStore usage() {
        return stores.usage();
    }

    @Override
    public AuditStore audit() {
        return stores.audit();
    }

    @Override
    public GrantStore grants() {
        return stores.grants();
    }

    @Override
    public InboxStore inbox() {
        return stores.inbox();
    }

    @Override
    public DeliveryStore deliveries() {
        return stores.deliveries();
    }
}

package dev.inlay.provider.jooq;

import dev.inlay.provider.jooq.internal.access.JooqGrantStore;
import dev.inlay.provider.jooq.internal.audit.JooqAuditStore;
import dev.inlay.provider.jooq.internal.database.Database;
import dev.inlay.provider.jooq.internal.event.JooqDeliveryStore;
import dev.inlay.provider.jooq.internal.event.JooqInboxStore;
import dev.inlay.provider.jooq.internal.event.JooqOutboxOperations;
import dev.inlay.provider.jooq.internal.event.JooqOutboxStore;
import dev.inlay.provider.jooq.internal.metering.JooqUsageStore;
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
import javax.sql.DataSource;

/** The stores of one database. */
final class DatabaseStores implements Stores {

    private final DataSource dataSource;
    private final Database database;
    private final OutboxStore outbox;
    private final OutboxOperations operations;
    private final UsageStore usage;
    private final AuditStore audit;
    private final GrantStore grants;
    private final InboxStore inbox;
    private final DeliveryStore deliveries;

    DatabaseStores(DataSource dataSource, Database database) {
        this.dataSource = dataSource;
        this.database = database;
        this.outbox = new JooqOutboxStore(database);
        this.operations = new JooqOutboxOperations(database);
        this.usage = new JooqUsageStore(database);
        this.audit = new JooqAuditStore(database);
        this.grants = new JooqGrantStore(database);
        this.inbox = new JooqInboxStore(database);
        this.deliveries = new JooqDeliveryStore(database);
    }

    @Override
    public DataSource dataSource() {
        return dataSource;
    }

    @Override
    public void begin(Connection tx, TransactionTerms terms) throws SQLException {
        database.begin(tx, terms);
    }

    @Override
    public void giveBack(Connection connection) throws SQLException {
        database.giveBack(connection);
    }

    @Override
    public OutboxStore outbox() {
        return outbox;
    }

    @Override
    public OutboxOperations operations() {
        return operations;
    }

    @Override
    public UsageStore usage() {
        return usage;
    }

    @Override
    public AuditStore audit() {
        return audit;
    }

    @Override
    public GrantStore grants() {
        return grants;
    }

    @Override
    public InboxStore inbox() {
        return inbox;
    }

    @Override
    public DeliveryStore deliveries() {
        return deliveries;
    }
}

package dev.inlay.testkit.contracts.memory;

import dev.inlay.spi.Contributions;
import dev.inlay.spi.Plugin;
import dev.inlay.spi.PluginContext;
import dev.inlay.spi.PluginDescriptor;
import dev.inlay.spi.SpiVersion;
import dev.inlay.spi.store.DeliveryStore;
import dev.inlay.spi.store.GrantStore;
import dev.inlay.spi.store.InboxStore;
import dev.inlay.spi.store.OutboxOperations;
import dev.inlay.spi.store.OutboxStore;
import dev.inlay.spi.store.Stores;
import dev.inlay.spi.store.TransactionTerms;
import dev.inlay.spi.store.UsageStore;
import java.sql.Connection;
import java.time.Instant;
import java.time.InstantSource;
import javax.sql.DataSource;

/**
 * All stores over one {@link InMemoryDatabase}, for the tests of a host; also the plug-in that contributes them. Leases
 * end by the clock of the instance. What was written is there as long as this object: a second instance goes on with it
 * when it is given {@link #reopened()}. Thread-safe.
 *
 * @since 0.1
 */
public final class InMemoryStores implements Plugin, Stores {

    private static final int SHARDS = 4;
    private static final PluginDescriptor DESCRIPTOR =
            PluginDescriptor.of("inlay.memory.stores", "0.1", SpiVersion.of(0, 1));

    private final Kept kept;

    private InMemoryStores(Kept kept) {
        this.kept = kept;
    }

    /**
     * Creates empty stores.
     *
     * @return a plug-in to install
     */
    public static InMemoryStores create() {
        return new InMemoryStores(new Kept());
    }

    /**
     * The same stores for another instance, as after a restart of the host.
     *
     * @return a plug-in to install
     */
    public InMemoryStores reopened() {
        return new InMemoryStores(kept);
    }

    @Override
    public PluginDescriptor descriptor() {
        return DESCRIPTOR;
    }

    @Override
    public void contribute(Contributions contributions) {
        contributions.add(Stores.class, this);
    }

    @Override
    public void start(PluginContext context) {
        kept.clock.use(context.clock());
    }

    @Override
    public DataSource dataSource() {
        return kept.database.dataSource();
    }

    @Override
    public OutboxStore outbox() {
        return kept.outbox;
    }

    @Override
    public OutboxOperations operations() {
        return kept.outbox.operations();
    }

    @Override
    public UsageStore usage() {
        return kept.usage;
    }

    @Override
    public InMemoryAuditStore audit() {
        return kept.audit;
    }

    @Override
    public GrantStore grants() {
        return kept.grants;
    }

    @Override
    public InboxStore inbox() {
        return kept.inbox;
    }

    @Override
    public DeliveryStore deliveries() {
        return kept.outbox.deliveries();
    }

    /** Lets a transaction that may only read change nothing; there is nothing to prepare in any other. */
    @Override
    public void begin(Connection tx, TransactionTerms terms) {
        if (terms.readOnly()) {
            InMemoryDatabase.transactionOf(tx).readOnly();
        }
    }

    private static final class Kept {
        final ClockOfTheInstance clock = new ClockOfTheInstance();
        final InMemoryDatabase database = new InMemoryDatabase();
        final InMemoryOutboxStore outbox = new InMemoryOutboxStore(database, clock, SHARDS);
        final UsageStore usage = new InMemoryUsageStore(database);
        final InMemoryAuditStore audit = new InMemoryAuditStore(database);
        final InboxStore inbox = new InMemoryInboxStore(database);
        final GrantStore grants = new InMemoryGrantStore(database);
    }

    /** The system's clock until an instance brings its own. */
    private static final class ClockOfTheInstance implements InstantSource {

        private volatile InstantSource clock = InstantSource.system();

        void use(InstantSource other) {
            clock = other;
        }

        @Override
        public Instant instant() {
            return clock.instant();
        }
    }
}

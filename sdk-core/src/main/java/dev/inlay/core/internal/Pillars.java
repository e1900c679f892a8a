package dev.inlay.core.internal;

import dev.inlay.api.audit.AuditEntry;
import dev.inlay.api.error.InlayException;
import dev.inlay.api.tenant.TenantContext;
import dev.inlay.api.tenant.TenantId;
import dev.inlay.api.theme.Mode;
import dev.inlay.core.internal.InstanceOptions.Oversight;
import dev.inlay.core.internal.access.AccessEngine;
import dev.inlay.core.internal.access.GrantTrail;
import dev.inlay.core.internal.audit.AuditEngine;
import dev.inlay.core.internal.audit.CheckpointMaker;
import dev.inlay.core.internal.audit.CheckpointRounds;
import dev.inlay.core.internal.entitlement.EntitlementEngine;
import dev.inlay.core.internal.event.EventEngine;
import dev.inlay.core.internal.event.EventEngineBuilder;
import dev.inlay.core.internal.event.InboxEngine;
import dev.inlay.core.internal.event.JacksonPayloadCodec;
import dev.inlay.core.internal.event.OperatorTrail;
import dev.inlay.core.internal.event.Reconciler;
import dev.inlay.core.internal.event.RetentionRounds;
import dev.inlay.core.internal.metering.MeteringEngine;
import dev.inlay.core.internal.plugin.Extensions;
import dev.inlay.core.internal.tenant.OwnTransactions;
import dev.inlay.core.internal.tenant.TenantDataSource;
import dev.inlay.core.internal.tenant.TenantEngine;
import dev.inlay.core.internal.theme.ThemeEngine;
import dev.inlay.spi.audit.CheckpointAnchor;
import dev.inlay.spi.entitlement.EntitlementSource;
import dev.inlay.spi.entitlement.UsageReader;
import dev.inlay.spi.event.DeliveryListener;
import dev.inlay.spi.event.DeliveryShares;
import dev.inlay.spi.event.EventRoutes;
import dev.inlay.spi.event.EventTransport;
import dev.inlay.spi.event.EventUpcaster;
import dev.inlay.spi.event.PayloadCodec;
import dev.inlay.spi.event.ReceiverLedger;
import dev.inlay.spi.event.TransportDecorator;
import dev.inlay.spi.store.AuditStore;
import dev.inlay.spi.store.GrantStore;
import dev.inlay.spi.store.StoreRouter;
import dev.inlay.spi.store.Stores;
import dev.inlay.spi.tenant.KeySource;
import dev.inlay.spi.theme.ThemeSource;
import java.sql.Connection;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.concurrent.ThreadFactory;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** The engines of an instance, made when every plug-in has started. */
final class Pillars {

    final EntitlementEngine entitlements;
    final ThemeEngine themes;
    private final @Nullable Ledgers ledgers;
    private final ThreadFactory threads;

    Pillars(
            TenantEngine tenants,
            Extensions extensions,
            InstanceContext context,
            InstanceOptions options,
            Runnable gate) {
        this.threads = context.threads("audit");
        Optional<TenantStores> stores = extensions
                .one(StoreRouter.class)
                .or(() -> extensions.one(Stores.class).map(SharedDatabase::new))
                .map(router -> new TenantStores(router, tenants::known));
        this.ledgers = stores.isEmpty() ? null : Ledgers.on(stores.get(), tenants, extensions, context, options, gate);
        UsageReader usage = extensions
                .one(UsageReader.class)
                .orElseGet(() -> (tenant, meter, from, to) ->
                        new PlacedUsage(stores.orElseThrow(Pillars::noStore)).used(tenant, meter, from, to));
        this.entitlements =
                new EntitlementEngine(tenants, extensions.many(EntitlementSource.class), usage, context.clock());
        this.themes =
                new ThemeEngine(tenants, extensions.one(ThemeSource.class).orElseGet(NoThemes::new), context.clock());
    }

    Ledgers ledgers() {
        if (ledgers == null) {
            throw noStore();
        }
        return ledgers;
    }

    void start() {
        if (ledgers != null) {
            ledgers.events.start();
            ledgers.retention.start();
            ledgers.rounds.start(threads);
        }
    }

    void close(InstanceOptions options) {
        if (ledgers != null) {
            ledgers.rounds.close();
            ledgers.retention.close();
            ledgers.events.close(options.drainTime());
        }
    }

    /** A name that no earlier run of the node had, so that it does not take that one's leases for its own. */
    private static String oneRunOf(String nodeId) {
        String kept = nodeId.length() > 55 ? nodeId.substring(0, 55) : nodeId;
        return kept + "/" + UUID.randomUUID().toString().substring(0, 8);
    }

    private static InlayException noStore() {
        return new InlayException(
                "instance.no-store", "this needs a database; install JooqStores.on(dataSource) or other Stores");
    }

    /** The engines that need a database. */
    record Ledgers(
            MeteringEngine metering,
            EventEngine events,
            InboxEngine inbox,
            RetentionRounds retention,
            Reconciler reconciliation,
            AuditEngine audit,
            AccessEngine access,
            CheckpointRounds rounds,
            DataSource dataSource) {

        private static Ledgers on(
                TenantStores stores,
                TenantEngine tenants,
                Extensions extensions,
                InstanceContext context,
                InstanceOptions options,
                Runnable gate) {
            OwnTransactions own = new OwnTransactions(stores);
            AuditStore trails = new PlacedAudit(stores);
            CheckpointMaker checkpoints = new CheckpointMaker(
                    trails, extensions.one(KeySource.class), extensions.many(CheckpointAnchor.class), context.clock());
            AuditEngine audit = new AuditEngine(
                    trails,
                    new TenantDataSource(stores::shared, stores, tenants, tenant -> {}),
                    own,
                    tenants,
                    context.clock(),
                    gate,
                    checkpoints);
            OperatorTrail trail = new OperatorRecords(tenants, own, audit);
            EventEngineBuilder engine = EventEngine.builder(tenants::current, stores)
                    .nodeId(oneRunOf(context.nodeId()))
                    .clock(context.clock(), System::nanoTime)
                    .threads(context::threads)
                    .codec(extensions.one(PayloadCodec.class).orElseGet(JacksonPayloadCodec::new))
                    .transports(extensions.many(EventTransport.class), extensions.many(TransportDecorator.class))
                    .routes(extensions.one(EventRoutes.class).orElse((tenant, type) -> Optional.empty()))
                    .upcasters(extensions.many(EventUpcaster.class))
                    .options(options.relay())
                    .writes(tenants::requireWritable)
                    .listeners(extensions.many(DeliveryListener.class))
                    .trail(trail)
                    .keepingDeliveries(options.retention().deliveries().isPresent());
            extensions.one(DeliveryShares.class).ifPresent(shares -> weigh(engine, shares, tenants));
            EventEngine events = engine.build();
            Oversight oversight = options.oversight();
            return new Ledgers(
                    new MeteringEngine(tenants, new PlacedUsage(stores), context.clock()),
                    events,
                    new InboxEngine(
                            tenants::current,
                            tenant -> stores.at(tenant).inbox(),
                            tenants::requireWritable,
                            context.clock(),
                            gate),
                    new RetentionRounds(
                            stores::databases,
                            options.retention(),
                            context.clock(),
                            System::nanoTime,
                            context.threads("retention")),
                    new Reconciler(
                            new Reconciler.Surroundings(
                                    stores::at,
                                    options.retention().deliveries(),
                                    context.clock(),
                                    trail,
                                    events::changed,
                                    gate),
                            extensions.many(ReceiverLedger.class)),
                    audit,
                    new AccessEngine(
                            tenants,
                            own,
                            new StoreTrail(stores, audit),
                            context.clock(),
                            System::nanoTime,
                            oversight.longestAccess(),
                            gate),
                    new CheckpointRounds(checkpoints, oversight.checkpointRecords(), oversight.checkpointTime()),
                    new TenantDataSource(stores::shared, stores, tenants, events::signal));
        }
    }

    private static void weigh(EventEngineBuilder engine, DeliveryShares shares, TenantEngine tenants) {
        engine.weights(
                tenant -> tenants.known(tenant)
                        .map(known -> OptionalInt.of(shares.weight(known.profile())))
                        .orElseGet(OptionalInt::empty),
                () -> tenants.directory().version() + shares.version());
    }

    /** Grants and trail in the same database. */
    private record StoreTrail(TenantStores stores, AuditEngine audit) implements GrantTrail {

        @Override
        public GrantStore grants(TenantContext tenant) {
            return stores.at(tenant).grants();
        }

        @Override
        public void append(Connection tx, TenantContext tenant, AuditEntry entry) {
            audit.append(tx, tenant.id(), entry);
        }
    }

    /** A tenant that nobody knows has no trail, but an operator may clear away what it left behind. */
    private record OperatorRecords(TenantEngine tenants, OwnTransactions own, AuditEngine audit)
            implements OperatorTrail {

        @Override
        public void append(TenantId tenant, AuditEntry entry) {
            tenants.known(tenant)
                    .ifPresent(known -> own.call(
                            known,
                            "recording '" + entry.action() + "' for tenant '" + tenant + "'",
                            tx -> audit.append(tx, tenant, entry)));
        }
    }

    /** No brand at all. */
    private static final class NoThemes implements ThemeSource {

        @Override
        public Optional<ThemeLayer> layer(TenantId node, Mode mode) {
            return Optional.empty();
        }

        @Override
        public long version() {
            return 0;
        }
    }
}

package dev.inlay.core.internal;

import dev.inlay.api.error.InlayException;
import dev.inlay.api.tenant.TenantId;
import dev.inlay.api.theme.Mode;
import dev.inlay.core.internal.audit.AuditEngine;
import dev.inlay.core.internal.entitlement.EntitlementEngine;
import dev.inlay.core.internal.event.EventEngine;
import dev.inlay.core.internal.event.JacksonPayloadCodec;
import dev.inlay.core.internal.metering.MeteringEngine;
import dev.inlay.core.internal.plugin.Extensions;
import dev.inlay.core.internal.tenant.TenantDataSource;
import dev.inlay.core.internal.tenant.TenantEngine;
import dev.inlay.core.internal.theme.ThemeEngine;
import dev.inlay.spi.entitlement.EntitlementSource;
import dev.inlay.spi.entitlement.UsageReader;
import dev.inlay.spi.event.EventTransport;
import dev.inlay.spi.event.PayloadCodec;
import dev.inlay.spi.event.TransportDecorator;
import dev.inlay.spi.store.StoreRouter;
import dev.inlay.spi.store.Stores;
import dev.inlay.spi.theme.ThemeSource;
import java.util.Optional;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** The engines of an instance, made when every plug-in has started. */
final class Pillars {

    final EntitlementEngine entitlements;
    final ThemeEngine themes;
    private final @Nullable Ledgers ledgers;

    Pillars(
            TenantEngine tenants,
            Extensions extensions,
            InstanceContext context,
            InstanceOptions options,
            Runnable gate) {
        Optional<TenantStores> stores = extensions
                .one(StoreRouter.class)
                .or(() -> extensions.one(Stores.class).map(SharedDatabase::new))
                .map(router -> new TenantStores(router, tenants::find));
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
        }
    }

    void close(InstanceOptions options) {
        if (ledgers != null) {
            ledgers.events.close(options.drainTime());
        }
    }

    private static InlayException noStore() {
        return new InlayException(
                "instance.no-store", "this needs a database; install JooqStores.on(dataSource) or other Stores");
    }

    /** The engines that need a database. */
    record Ledgers(MeteringEngine metering, EventEngine events, AuditEngine audit, DataSource dataSource) {

        private static Ledgers on(
                TenantStores stores,
                TenantEngine tenants,
                Extensions extensions,
                InstanceContext context,
                InstanceOptions options,
                Runnable gate) {
            EventEngine events = EventEngine.builder(tenants::current, stores)
                    .nodeId(context.nodeId())
                    .clock(context.clock(), System::nanoTime)
                    .threads(context::threads)
                    .codec(extensions.one(PayloadCodec.class).orElseGet(JacksonPayloadCodec::new))
                    .transports(extensions.many(EventTransport.class), extensions.many(TransportDecorator.class))
                    .options(options.relay())
                    .build();
            return new Ledgers(
                    new MeteringEngine(tenants, new PlacedUsage(stores), context.clock()),
                    events,
                    new AuditEngine(
                            new PlacedAudit(stores),
                            new TenantDataSource(stores::shared, stores, tenants, tenant -> {}),
                            tenants,
                            context.clock(),
                            gate),
                    new TenantDataSource(stores::shared, stores, tenants, events::signal));
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

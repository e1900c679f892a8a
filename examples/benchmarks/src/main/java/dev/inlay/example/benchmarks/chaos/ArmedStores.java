package dev.inlay.example.benchmarks.chaos;

import dev.inlay.provider.jooq.JooqStores;
import dev.inlay.spi.Contributions;
import dev.inlay.spi.Plugin;
import dev.inlay.spi.PluginContext;
import dev.inlay.spi.PluginDescriptor;
import dev.inlay.spi.event.EventTransport;
import dev.inlay.spi.event.TransportDecorator;
import dev.inlay.spi.store.OutboxOperations;
import dev.inlay.spi.store.OutboxStore;
import dev.inlay.spi.store.Stores;
import java.util.List;
import java.util.function.Supplier;
import javax.sql.DataSource;

/** Inlay's own stores with failpoints around them, and around every transport. A writer's take no shard. */
final class ArmedStores implements Plugin, TransportDecorator {

    private final Failpoints failpoints;
    private final boolean relays;
    private final JooqStores stores;

    ArmedStores(DataSource dataSource, Failpoints failpoints, boolean relays) {
        this.failpoints = failpoints;
        this.relays = relays;
        this.stores = JooqStores.on(failpoints.around(dataSource));
    }

    @Override
    public PluginDescriptor descriptor() {
        return stores.descriptor();
    }

    @Override
    public void contribute(Contributions contributions) {
        contributions.add(TransportDecorator.class, this);
        stores.contribute(new Contributions() {
            @Override
            public <T> Contributions add(Class<T> point, T extension) {
                contributions.add(point, extension instanceof Stores own ? point.cast(armed(own)) : extension);
                return this;
            }
        });
    }

    private Stores armed(Stores own) {
        Supplier<OutboxStore> outbox =
                failpoints.once(OutboxStore.class, () -> relays ? own.outbox() : withoutShards(own.outbox()));
        Supplier<OutboxOperations> operations = failpoints.once(OutboxOperations.class, own::operations);
        return Failpoints.proxy(Stores.class, (proxy, method, arguments) -> switch (method.getName()) {
            case "outbox" -> outbox.get();
            case "operations" -> operations.get();
            default -> Failpoints.call(own, method, arguments);
        });
    }

    private static OutboxStore withoutShards(OutboxStore outbox) {
        return Failpoints.proxy(OutboxStore.class, (proxy, method, arguments) -> switch (method.getName()) {
            case "heartbeat" -> 1;
            case "lease" -> List.of();
            default -> Failpoints.call(outbox, method, arguments);
        });
    }

    @Override
    public EventTransport decorate(EventTransport transport) {
        return failpoints.around(transport);
    }

    @Override
    public void start(PluginContext context) {
        stores.start(context);
    }

    @Override
    public void close() {
        stores.close();
    }
}

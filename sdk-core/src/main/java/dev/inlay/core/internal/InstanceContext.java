package dev.inlay.core.internal;

import dev.inlay.core.internal.plugin.Extensions;
import dev.inlay.spi.PluginContext;
import dev.inlay.spi.event.CredentialSource;
import dev.inlay.spi.tenant.TenantSealer;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/** What an instance gives its plug-ins and its own engines. */
final class InstanceContext implements PluginContext {

    private final InstanceOptions options;
    private final Extensions extensions;
    private final Supplier<Optional<TenantSealer>> sealer;

    InstanceContext(InstanceOptions options, Extensions extensions, Supplier<Optional<TenantSealer>> sealer) {
        this.options = options;
        this.extensions = extensions;
        this.sealer = sealer;
    }

    @Override
    public String nodeId() {
        return options.nodeId();
    }

    @Override
    public InstantSource clock() {
        return options.clock();
    }

    /**
     * Threads do not inherit thread locals, and see the SDK's class loader, not that of whoever happened to start them.
     */
    @Override
    public ThreadFactory threads(String purpose) {
        AtomicInteger count = new AtomicInteger();
        return task -> {
            String name = "inlay-" + purpose + "-" + count.incrementAndGet() + "@" + options.nodeId();
            Thread thread = new Thread(null, task, name, 0, false);
            thread.setDaemon(true);
            thread.setContextClassLoader(InstanceContext.class.getClassLoader());
            return thread;
        };
    }

    @Override
    public <T> Optional<T> service(Class<T> type) {
        if (type == CredentialSource.class) {
            return extensions.one(type);
        }
        return type == TenantSealer.class ? sealer.get().map(type::cast) : Optional.empty();
    }
}

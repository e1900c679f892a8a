package dev.inlay.core.internal;

import dev.inlay.spi.PluginContext;
import java.time.InstantSource;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;

/** What an instance gives its plug-ins and its own engines. */
final class InstanceContext implements PluginContext {

    private final InstanceOptions options;

    InstanceContext(InstanceOptions options) {
        this.options = options;
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
}

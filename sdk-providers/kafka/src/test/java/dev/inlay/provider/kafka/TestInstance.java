package dev.inlay.provider.kafka;

import dev.inlay.spi.Contributions;
import dev.inlay.spi.Plugin;
import dev.inlay.spi.PluginContext;
import dev.inlay.spi.event.EventTransport;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ThreadFactory;

/** What an instance does with a transport plug-in: takes what it contributes, starts it, closes it. */
final class TestInstance implements PluginContext, AutoCloseable {

    static final Instant NOW = Instant.parse("2026-11-20T10:00:00Z");

    private final List<Thread> threads = new CopyOnWriteArrayList<>();
    private final Plugin plugin;

    TestInstance(Plugin plugin) throws Exception {
        this.plugin = plugin;
        plugin.start(this);
    }

    static EventTransport transportOf(Plugin plugin) {
        List<EventTransport> found = new ArrayList<>();
        plugin.contribute(new Contributions() {
            @Override
            public <T> Contributions add(Class<T> point, T extension) {
                found.add((EventTransport) extension);
                return this;
            }
        });
        return found.get(0);
    }

    EventTransport transport() {
        return transportOf(plugin);
    }

    List<Thread> threads() {
        return threads;
    }

    @Override
    public String nodeId() {
        return "node-1";
    }

    @Override
    public InstantSource clock() {
        return InstantSource.fixed(NOW);
    }

    @Override
    public ThreadFactory threads(String purpose) {
        return task -> {
            Thread thread = new Thread(task, purpose);
            thread.setDaemon(true);
            threads.add(thread);
            return thread;
        };
    }

    @Override
    public void close() {
        plugin.close();
    }
}

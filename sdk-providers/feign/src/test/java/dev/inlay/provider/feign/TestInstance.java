package dev.inlay.provider.feign;

import dev.inlay.spi.Contributions;
import dev.inlay.spi.Plugin;
import dev.inlay.spi.PluginContext;
import dev.inlay.spi.event.CredentialSource;
import dev.inlay.spi.event.EventTransport;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** What an instance does with a transport plug-in: takes what it contributes, starts it, closes it. */
final class TestInstance implements PluginContext, AutoCloseable {

    static final Instant NOW = Instant.parse("2026-11-20T10:00:00Z");

    private final List<Thread> threads = new CopyOnWriteArrayList<>();
    private final Plugin plugin;
    private final @Nullable CredentialSource credentials;
    private final AtomicReference<Instant> now = new AtomicReference<>(NOW);

    TestInstance(Plugin plugin) throws Exception {
        this(plugin, null);
    }

    TestInstance(Plugin plugin, @Nullable CredentialSource credentials) throws Exception {
        this.plugin = plugin;
        this.credentials = credentials;
        plugin.start(this);
    }

    /** Lets time pass. */
    void pass(Duration time) {
        now.updateAndGet(instant -> instant.plus(time));
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
        return now::get;
    }

    @Override
    public <T> Optional<T> service(Class<T> type) {
        return type == CredentialSource.class ? Optional.ofNullable(credentials).map(type::cast) : Optional.empty();
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

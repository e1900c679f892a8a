package dev.inlay.example.benchmarks.chaos;

import dev.inlay.spi.event.EventTransport;
import dev.inlay.spi.store.OutboxStore;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Places at which a node kills itself. What stands around transport, outbox and connections is made by reflection, so
 * that it passes on whatever these interfaces will have. Thread-safe.
 */
final class Failpoints {

    /** What a process answers that died at a failpoint. */
    static final int EXIT = 86;

    /**
     * The places and the greatest number of times that each is passed before the node dies: before and after a send;
     * before the second statement, before and after the commit of a park, a replay and a removal.
     */
    static final Map<String, Integer> PLACES = Map.ofEntries(
            Map.entry("send.before", 300),
            Map.entry("send.after", 300),
            Map.entry("delete.middle", 40),
            Map.entry("delete.before", 40),
            Map.entry("delete.after", 40),
            Map.entry("park.middle", 2),
            Map.entry("park.before", 2),
            Map.entry("park.after", 2),
            Map.entry("replay.middle", 2),
            Map.entry("replay.before", 2),
            Map.entry("replay.after", 2));

    private final String armed;
    private final AtomicInteger left;
    private final ThreadLocal<Work> work = new ThreadLocal<>();

    /** Arms a place, as {@code name:times}; {@code none} arms nothing. */
    Failpoints(String spec) {
        List<String> words = List.of(spec.split(":"));
        this.armed = words.get(0);
        this.left = new AtomicInteger(words.size() > 1 ? Integer.parseInt(words.get(1)) : 0);
    }

    private void pass(String place) {
        if (place.equals(armed) && left.decrementAndGet() == 0) {
            Runtime.getRuntime().halt(EXIT);
        }
    }

    EventTransport around(EventTransport transport) {
        return proxy(EventTransport.class, (proxy, method, arguments) -> {
            boolean sends = method.getName().startsWith("deliver");
            if (sends) {
                pass("send.before");
            }
            Object outcome = call(transport, method, arguments);
            if (sends) {
                pass("send.after");
            }
            return outcome;
        });
    }

    OutboxStore around(OutboxStore store) {
        return proxy(OutboxStore.class, (proxy, method, arguments) -> {
            String name = workOf(method.getName());
            if (name == null) {
                return call(store, method, arguments);
            }
            work.set(new Work(name));
            try {
                return call(store, method, arguments);
            } finally {
                work.remove();
            }
        });
    }

    private static @Nullable String workOf(String method) {
        if (method.startsWith("replay")) {
            return "replay";
        }
        return switch (method) {
            case "delivered" -> "delete";
            case "park" -> "park";
            default -> null;
        };
    }

    DataSource around(DataSource dataSource) {
        return proxy(DataSource.class, (proxy, method, arguments) -> {
            Object result = call(dataSource, method, arguments);
            return result instanceof Connection connection && work.get() != null ? around(connection) : result;
        });
    }

    private Connection around(Connection connection) {
        return proxy(Connection.class, (proxy, method, arguments) -> {
            @Nullable Work now = work.get();
            if (now != null && method.getName().endsWith("Statement") && ++now.statements == 2) {
                pass(now.name + ".middle");
            }
            boolean commits = now != null && method.getName().equals("commit");
            if (commits) {
                pass(now.name + ".before");
            }
            Object result = call(connection, method, arguments);
            if (commits) {
                pass(now.name + ".after");
            }
            return result;
        });
    }

    /** The same proxy each time for the same store. */
    Supplier<OutboxStore> once(Supplier<OutboxStore> stores) {
        return new Supplier<>() {
            private @Nullable OutboxStore around;

            @Override
            public synchronized OutboxStore get() {
                if (around == null) {
                    around = around(stores.get());
                }
                return around;
            }
        };
    }

    static <T> T proxy(Class<T> type, InvocationHandler handler) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
    }

    static @Nullable Object call(Object on, Method method, Object @Nullable [] arguments) throws Throwable {
        try {
            return method.invoke(on, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    /** What the thread is doing in the outbox. */
    private static final class Work {

        private final String name;
        private int statements;

        Work(String name) {
            this.name = name;
        }
    }
}

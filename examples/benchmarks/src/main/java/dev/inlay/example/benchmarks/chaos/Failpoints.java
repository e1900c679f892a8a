package dev.inlay.example.benchmarks.chaos;

import dev.inlay.spi.event.EventTransport;
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
     * before the second statement, before and after the commit of a park, a replay and a removal; most removals are one
     * statement that commits by itself.
     */
    static final Map<String, Integer> PLACES = Map.ofEntries(
            Map.entry("send.before", 60),
            Map.entry("send.after", 60),
            Map.entry("delete.middle", 2),
            Map.entry("delete.before", 20),
            Map.entry("delete.after", 20),
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

    /** Around an outbox, or what operators do with it. */
    <T> T around(Class<T> type, T store) {
        return proxy(type, (proxy, method, arguments) -> {
            String name = workOf(method.getName());
            if (name == null) {
                return call(store, method, arguments);
            }
            Work now = new Work(name);
            work.set(now);
            try {
                if (name.equals("delete")) {
                    pass("delete.before");
                }
                Object result = call(store, method, arguments);
                if (!now.committed) {
                    pass(name + ".after");
                }
                return result;
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
                now.committed = true;
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
    <T> Supplier<T> once(Class<T> type, Supplier<T> stores) {
        return new Supplier<>() {
            private @Nullable T around;

            @Override
            public synchronized T get() {
                if (around == null) {
                    around = around(type, stores.get());
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
        private boolean committed;

        Work(String name) {
            this.name = name;
        }
    }
}

package dev.inlay.core.internal.event;

import dev.inlay.spi.store.OutboxStore;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A store in front of which a test stands: it may answer itself, or fail, instead of the store; or do something once
 * the store has answered.
 */
final class Intercepted {

    private Intercepted() {}

    /** Tells, before an answer is handed on, what was asked. */
    static OutboxStore after(OutboxStore behind, Consumer<String> answered) {
        return (OutboxStore) Proxy.newProxyInstance(
                Intercepted.class.getClassLoader(), new Class<?>[] {OutboxStore.class}, (proxy, method, args) -> {
                    try {
                        Object answer = method.invoke(behind, args);
                        answered.accept(method.getName());
                        return answer;
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    static OutboxStore store(OutboxStore behind, Interception front) {
        return (OutboxStore) Proxy.newProxyInstance(
                Intercepted.class.getClassLoader(), new Class<?>[] {OutboxStore.class}, (proxy, method, args) -> {
                    Object[] given = args == null ? new Object[0] : args;
                    Object answer = front.answer(method.getName(), given);
                    if (answer != null) {
                        return answer;
                    }
                    if (method.isDefault()) {
                        return InvocationHandler.invokeDefault(proxy, method, given);
                    }
                    try {
                        return method.invoke(behind, args);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    @FunctionalInterface
    interface Interception {
        /** Answers in the store's place; {@code null} lets the store answer. */
        @Nullable
        Object answer(String method, Object[] args);
    }
}

package dev.inlay.testkit.contracts;

import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Implementations of any interface that nobody should certify. */
final class Hollow {

    private Hollow() {}

    /** Answers everything with zero, false, empty or null. */
    static <T> T doesNothing(Class<T> type) {
        return proxy(type, Hollow::nothing);
    }

    /** Throws on every call. */
    static <T> T alwaysThrows(Class<T> type) {
        return proxy(type, method -> {
            throw new IllegalStateException(method.getName() + " is broken");
        });
    }

    private static Object nothing(Method method) {
        Class<?> answer = method.getReturnType();
        if (answer == boolean.class) {
            return false;
        } else if (answer == int.class) {
            return 0;
        } else if (answer == long.class) {
            return 0L;
        } else if (answer == List.class) {
            return List.of();
        } else if (answer == Optional.class) {
            return Optional.empty();
        } else if (answer == OptionalLong.class) {
            return OptionalLong.empty();
        }
        return null;
    }

    private static <T> T proxy(Class<T> type, Answer answer) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(), new Class<?>[] {type}, (self, method, arguments) -> answer.to(method)));
    }

    private interface Answer {
        Object to(Method method);
    }
}

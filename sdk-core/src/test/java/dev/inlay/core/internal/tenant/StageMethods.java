package dev.inlay.core.internal.tenant;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.ForkJoinPool;
import java.util.stream.Stream;

/** What the running JDK offers to attach work to a stage, found by looking, so that what a later JDK adds is found. */
final class StageMethods {

    private StageMethods() {}

    /** Every public method of a type that takes a function. */
    static Stream<Method> thatTakeFunctions(Class<?> type) {
        return Arrays.stream(type.getMethods())
                .filter(method -> !Modifier.isStatic(method.getModifiers()))
                .filter(method -> !method.isBridge())
                .filter(method -> Arrays.stream(method.getParameterTypes()).anyMatch(StageMethods::isFunction));
    }

    /** Arguments that call {@code look} when the stage runs. */
    static Object[] arguments(Method method, Runnable look) {
        return Arrays.stream(method.getParameterTypes())
                .map(type -> argument(method, type, look))
                .toArray();
    }

    private static Object argument(Method method, Class<?> type, Runnable look) {
        if (isFunction(type)) {
            return Proxy.newProxyInstance(
                    StageMethods.class.getClassLoader(), new Class<?>[] {type}, (proxy, called, args) -> {
                        look.run();
                        Object result = method.getName().contains("Compose")
                                ? CompletableFuture.completedFuture("composed")
                                : "done";
                        return called.getReturnType() == void.class ? null : result;
                    });
        }
        if (type == Executor.class) {
            return ForkJoinPool.commonPool();
        }
        if (type == CompletionStage.class) {
            return method.getName().contains("Either")
                    ? new CompletableFuture<>()
                    : CompletableFuture.completedFuture("other");
        }
        throw new IllegalStateException("a new kind of argument, think about it: " + type + " of " + method);
    }

    private static boolean isFunction(Class<?> type) {
        return type == Runnable.class || type.getPackageName().equals("java.util.function");
    }
}

package dev.inlay.core.internal.tenant;

import static dev.inlay.core.internal.tenant.MapDirectory.NORTH;
import static dev.inlay.core.internal.tenant.MapDirectory.SOUTH;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.inlay.api.tenant.NoTenantException;
import dev.inlay.api.tenant.TenantContext;
import dev.inlay.testkit.contracts.Proves;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.slf4j.helpers.BasicMDCAdapter;

/** Every way to attach a function that the running JDK has. */
@Proves("TEN-3")
final class CarryingFutureMethodsTest {

    private final BasicMDCAdapter log = new BasicMDCAdapter();
    private final TenantEngine tenants = new TenantEngine(new MapDirectory(), () -> {}, TenantMdc.on(log));

    @Test
    void thereAreAllThatWeKnowOf() {
        assertThat(StageMethods.thatTakeFunctions(CompletionStage.class)).hasSizeGreaterThanOrEqualTo(42);
        assertThat(StageMethods.thatTakeFunctions(CompletableFuture.class)).hasSizeGreaterThanOrEqualTo(44);
    }

    @TestFactory
    Stream<DynamicTest> noMethodIsMissed() {
        return StageMethods.thatTakeFunctions(CompletableFuture.class)
                .map(method -> dynamicTest(name(method), () -> {
                    Method ours = CarryingFuture.class.getMethod(method.getName(), method.getParameterTypes());

                    assertThat(ours.getDeclaringClass().getPackage()).isEqualTo(CarryingFuture.class.getPackage());
                }));
    }

    @TestFactory
    Stream<DynamicTest> runsUnderTheTenantOfWhoeverAttachedIt() {
        return StageMethods.thatTakeFunctions(CompletableFuture.class)
                .flatMap(method -> Stream.of(
                        dynamicTest(name(method) + " completed by another tenant", () -> carries(method, true)),
                        dynamicTest(name(method) + " completed by none", () -> carries(method, false))));
    }

    private void carries(Method method, boolean completedByAnother) throws Exception {
        CompletableFuture<Object> source = tenants.newFuture();
        LinkedBlockingQueue<String> seen = new LinkedBlockingQueue<>();
        CompletionStage<?> stage = tenants.call(NORTH, () -> attach(source, method, seen));

        if (completedByAnother) {
            tenants.run(SOUTH, () -> {
                complete(source, method);
                assertThat(tenants.current().id()).isEqualTo(SOUTH);
                assertThat(log.get("tenant")).isEqualTo("south-clinic");
            });
        } else {
            complete(source, method);
        }

        assertThat(seen.poll(30, TimeUnit.SECONDS)).isEqualTo("north-clinic as north-clinic");
        assertThat((Object) stage).isInstanceOf(CarryingFuture.class);
        assertThat(tenants.currentIfBound()).isEmpty();
        assertThat(log.get("tenant")).isNull();
    }

    @TestFactory
    Stream<DynamicTest> carriesThroughMinimalStages() {
        return StageMethods.thatTakeFunctions(CompletionStage.class)
                .map(method -> dynamicTest(name(method), () -> {
                    CompletableFuture<Object> source = tenants.newFuture();
                    LinkedBlockingQueue<String> seen = new LinkedBlockingQueue<>();
                    CompletionStage<?> stage =
                            tenants.call(NORTH, () -> attach(source.minimalCompletionStage(), method, seen));

                    tenants.run(SOUTH, () -> complete(source, method));

                    assertThat(seen.poll(30, TimeUnit.SECONDS)).isEqualTo("north-clinic as north-clinic");
                    assertThat((Object) stage).isInstanceOf(CarryingMinimalStage.class);
                }));
    }

    @TestFactory
    @Proves("TEN-2")
    Stream<DynamicTest> refusesAFunctionWhereNoTenantIsBound() {
        return StageMethods.thatTakeFunctions(CompletableFuture.class)
                .map(method -> dynamicTest(
                        name(method),
                        () -> assertThatThrownBy(() -> attach(tenants.newFuture(), method, new LinkedBlockingQueue<>()))
                                .isInstanceOf(NoTenantException.class)
                                .hasMessageContaining("Tenants.run")));
    }

    private CompletionStage<?> attach(CompletionStage<?> source, Method method, LinkedBlockingQueue<String> seen)
            throws Exception {
        Runnable look = () ->
                seen.add(tenants.currentIfBound().map(TenantContext::id).orElse(null) + " as " + log.get("tenant"));
        try {
            return (CompletionStage<?>) method.invoke(source, StageMethods.arguments(method, look));
        } catch (InvocationTargetException e) {
            throw (Exception) e.getCause();
        }
    }

    private static void complete(CompletableFuture<Object> source, Method method) {
        if (method.getName().equals("completeAsync")) {
            return;
        }
        if (method.getName().startsWith("exceptionally")) {
            source.completeExceptionally(new IllegalStateException("on purpose"));
        } else {
            source.complete("value");
        }
    }

    private static String name(Method method) {
        return method.getName() + "/" + method.getParameterCount();
    }
}

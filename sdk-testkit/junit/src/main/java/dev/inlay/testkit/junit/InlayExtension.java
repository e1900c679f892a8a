package dev.inlay.testkit.junit;

import dev.inlay.api.Inlay;
import dev.inlay.api.tenant.NoTenantException;
import dev.inlay.api.tenant.TenantContext;
import dev.inlay.api.tenant.TenantId;
import dev.inlay.api.tenant.Tenants;
import dev.inlay.core.InlayBuilder;
import dev.inlay.core.InlaySdk;
import java.lang.reflect.Method;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.DynamicTestInvocationContext;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.InvocationInterceptor;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolutionException;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.jupiter.api.extension.ReflectiveInvocationContext;
import org.junit.platform.commons.support.AnnotationSupport;

/**
 * Runs one instance for all tests of a class, binds the tenant of {@link WithTenant} around each test method and each
 * method before or after it, and fails a method that leaves a scope open. Resolves parameters of type {@link Inlay},
 * {@link Tenants} and, with a tenant, {@link TenantContext}.
 *
 * <pre>{@code
 * @RegisterExtension
 * static final InlayExtension inlay = InlayExtension.building(builder -> builder
 *         .install(InMemoryTenantDirectory.of("inlay/medisoft/nordic/north-clinic"))
 *         .install(InMemoryStores.create())
 *         .install(RecordingTransport.to("erp")));
 * }</pre>
 *
 * <p>Made so, the instance has {@linkplain InlayBuilder#strictTenancy strict tenancy}: a failure that a scope causes
 * tells where the scope was opened, and a scope that is still open after the last test, on any thread, fails the class.
 *
 * <p>Must be registered on a static field. The instance starts before the first test and is closed after the last one,
 * those of nested classes included. Thread-safe.
 *
 * @since 0.1
 */
public final class InlayExtension implements BeforeAllCallback, InvocationInterceptor, ParameterResolver {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Namespace namespace = Namespace.create(this);
    private final Supplier<Inlay> instances;

    private InlayExtension(Supplier<Inlay> instances) {
        this.instances = Objects.requireNonNull(instances, "instances");
    }

    /**
     * Creates an extension that builds its instance with strict tenancy.
     *
     * @param parts adds what the instance is made of; called once per test class
     * @return to be registered on a static field
     */
    public static InlayExtension building(Consumer<InlayBuilder> parts) {
        Objects.requireNonNull(parts, "parts");
        return new InlayExtension(() -> {
            InlayBuilder builder = InlaySdk.builder().strictTenancy(true);
            parts.accept(builder);
            return builder.build();
        });
    }

    /**
     * Creates an extension for an instance that is built in another way.
     *
     * @param instances builds an instance, not started; called once per test class
     * @return to be registered on a static field
     */
    public static InlayExtension with(Supplier<Inlay> instances) {
        return new InlayExtension(instances);
    }

    /**
     * Starts the instance and waits until it is ready, 30 s at most.
     *
     * @throws dev.inlay.api.error.InlayException when it does not start
     */
    @Override
    public void beforeAll(ExtensionContext context) {
        context.getStore(namespace).getOrComputeIfAbsent(Running.class, key -> start(), Running.class);
    }

    private Running start() {
        Running running = new Running(instances.get());
        try {
            running.inlay().start().awaitReady(PATIENCE);
            return running;
        } catch (RuntimeException e) {
            running.close();
            throw e;
        }
    }

    @Override
    public void interceptBeforeAllMethod(
            Invocation<Void> invocation, ReflectiveInvocationContext<Method> method, ExtensionContext context)
            throws Throwable {
        inTenant(invocation, context);
    }

    @Override
    public void interceptBeforeEachMethod(
            Invocation<Void> invocation, ReflectiveInvocationContext<Method> method, ExtensionContext context)
            throws Throwable {
        inTenant(invocation, context);
    }

    @Override
    public void interceptTestMethod(
            Invocation<Void> invocation, ReflectiveInvocationContext<Method> method, ExtensionContext context)
            throws Throwable {
        inTenant(invocation, context);
    }

    @Override
    public void interceptTestTemplateMethod(
            Invocation<Void> invocation, ReflectiveInvocationContext<Method> method, ExtensionContext context)
            throws Throwable {
        inTenant(invocation, context);
    }

    @Override
    public <T extends @Nullable Object> T interceptTestFactoryMethod(
            Invocation<T> invocation, ReflectiveInvocationContext<Method> method, ExtensionContext context)
            throws Throwable {
        return inTenant(invocation, context);
    }

    @Override
    public void interceptDynamicTest(
            Invocation<Void> invocation, DynamicTestInvocationContext test, ExtensionContext context) throws Throwable {
        inTenant(invocation, context);
    }

    @Override
    public void interceptAfterEachMethod(
            Invocation<Void> invocation, ReflectiveInvocationContext<Method> method, ExtensionContext context)
            throws Throwable {
        inTenant(invocation, context);
    }

    @Override
    public void interceptAfterAllMethod(
            Invocation<Void> invocation, ReflectiveInvocationContext<Method> method, ExtensionContext context)
            throws Throwable {
        inTenant(invocation, context);
    }

    private <T extends @Nullable Object> T inTenant(Invocation<T> invocation, ExtensionContext context)
            throws Throwable {
        Tenants tenants = inlay(context).tenants();
        nothingBound(tenants, "before");
        Optional<TenantId> tenant = tenantOf(context);
        T result = tenant.isPresent() ? tenants.call(tenant.get(), () -> proceed(invocation)) : invocation.proceed();
        nothingBound(tenants, "after");
        return result;
    }

    private static <T extends @Nullable Object> T proceed(Invocation<T> invocation) throws Exception {
        try {
            return invocation.proceed();
        } catch (Exception | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException("neither an exception nor an error", e);
        }
    }

    private static void nothingBound(Tenants tenants, String when) {
        tenants.currentIfBound().ifPresent(context -> {
            AssertionError failure = new AssertionError("Tenant '" + context.id() + "' is still bound to the thread "
                    + when + " the method; close the scope that was opened, in try-with-resources, or use Tenants.run");
            failure.initCause(refusalThatTellsWhere(tenants));
            throw failure;
        });
    }

    /** An instance with strict tenancy names where the tenant in the way was bound. */
    private static @Nullable Throwable refusalThatTellsWhere(Tenants tenants) {
        try {
            tenants.runAsPlatform("look for the scope that is open", () -> {});
            return null;
        } catch (NoTenantException bound) {
            return bound;
        }
    }

    /** The nearest annotation; a dynamic test has neither method nor class, but the one that made it has. */
    private static Optional<TenantId> tenantOf(ExtensionContext context) {
        return annotation(context)
                .map(WithTenant::value)
                .map(TenantId::of)
                .or(() -> context.getParent().flatMap(InlayExtension::tenantOf));
    }

    private static Optional<WithTenant> annotation(ExtensionContext context) {
        return AnnotationSupport.findAnnotation(context.getTestMethod(), WithTenant.class)
                .or(() -> context.getTestClass()
                        .flatMap(type -> AnnotationSupport.findAnnotation(
                                type, WithTenant.class, context.getEnclosingTestClasses())));
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        Class<?> type = parameter.getParameter().getType();
        return type == Inlay.class || type == Tenants.class || type == TenantContext.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        Class<?> type = parameter.getParameter().getType();
        Inlay inlay = inlay(context);
        if (type == Inlay.class) {
            return inlay;
        }
        return type == Tenants.class ? inlay.tenants() : tenantContext(inlay, context);
    }

    private static TenantContext tenantContext(Inlay inlay, ExtensionContext context) {
        TenantId tenant = tenantOf(context)
                .orElseThrow(() -> new ParameterResolutionException("a TenantContext needs @WithTenant"));
        return inlay.tenants()
                .find(tenant)
                .orElseThrow(() -> new ParameterResolutionException("the directory does not know '" + tenant + "'"));
    }

    private Inlay inlay(ExtensionContext context) {
        Running running = context.getStore(namespace).get(Running.class, Running.class);
        if (running == null) {
            throw new IllegalStateException("no instance runs; register InlayExtension on a static field");
        }
        return running.inlay();
    }

    /** Kept by JUnit, which closes it after the last test of the class. */
    private record Running(Inlay inlay) implements AutoCloseable {
        @Override
        public void close() {
            inlay.close();
        }
    }
}

package dev.inlay.provider.micrometer;

import dev.inlay.api.error.InlayException;
import dev.inlay.api.tenant.CarriedTenant;
import dev.inlay.api.tenant.TenantScope;
import dev.inlay.api.tenant.Tenants;
import io.micrometer.context.ThreadLocalAccessor;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Lets Micrometer's context-propagation carry the tenant of one instance: {@code ContextSnapshot}, and in Reactor
 * {@code contextCapture()} with {@code Hooks.enableAutomaticContextPropagation()}.
 *
 * <pre>{@code
 * ContextRegistry.getInstance().registerThreadLocalAccessor(TenantThreadLocalAccessor.of(inlay.tenants()));
 * }</pre>
 *
 * <p>Whoever registers it removes it before the instance is closed, with {@code removeThreadLocalAccessor(key)}: the
 * registry belongs to the whole JVM and would keep the instance in memory.
 *
 * <p>Work without a tenant runs without one also on a thread that is bound. Nothing is thrown into the machinery that
 * carries: where a tenant may not be bound any more (suspended, closed, a grant that has ended), nothing is bound, and
 * the work is told so at its first look for a tenant. Work that leaves a scope open leaves its thread without a tenant.
 *
 * <p>Thread-safe. Keeps something for a thread only while a carried value is set there.
 *
 * @since 0.1
 */
public final class TenantThreadLocalAccessor implements ThreadLocalAccessor<CarriedTenant> {

    /** The key under which the tenant stands in a snapshot or in Reactor's context. */
    public static final String KEY = "dev.inlay.tenant";

    private static final TenantScope NOTHING_TO_END = () -> {};

    private final Tenants tenants;
    private final String key;
    private final ThreadLocal<@Nullable Deque<TenantScope>> scopes = new ThreadLocal<>();

    private TenantThreadLocalAccessor(Tenants tenants, String key) {
        this.tenants = Objects.requireNonNull(tenants, "tenants");
        this.key = Objects.requireNonNull(key, "key");
    }

    /**
     * Carries the tenants of an instance under {@link #KEY}.
     *
     * @param tenants {@code inlay.tenants()}
     * @return to be registered
     */
    public static TenantThreadLocalAccessor of(Tenants tenants) {
        return new TenantThreadLocalAccessor(tenants, KEY);
    }

    /**
     * Carries the tenants of one instance among several in a JVM, each under a key of its own.
     *
     * @param tenants {@code inlay.tenants()}
     * @param key a key that no other accessor has
     * @return to be registered
     */
    public static TenantThreadLocalAccessor of(Tenants tenants, String key) {
        return new TenantThreadLocalAccessor(tenants, key);
    }

    @Override
    public Object key() {
        return key;
    }

    /** Takes hold of the tenant that is bound here; {@code null} when none is. */
    @Override
    public @Nullable CarriedTenant getValue() {
        return tenants.captureIfBound().orElse(null);
    }

    /** Binds a carried tenant in place of whatever is bound here. */
    @Override
    public void setValue(CarriedTenant value) {
        TenantScope scope;
        try {
            scope = value.open();
        } catch (InlayException refused) {
            scope = tenants.unbind(refused.getMessage());
        }
        push(scope);
    }

    /** Takes whatever is bound off this thread. */
    @Override
    public void setValue() {
        push(
                tenants.captureIfBound().isEmpty()
                        ? NOTHING_TO_END
                        : tenants.unbind("the work that is carried here belongs to no tenant"));
    }

    /** Ends what was set last; what was bound before is bound again by that. */
    @Override
    public void restore(CarriedTenant previousValue) {
        pop();
    }

    /** Ends what was set last; nothing was bound before. */
    @Override
    public void restore() {
        pop();
    }

    private void push(TenantScope scope) {
        Deque<TenantScope> open = scopes.get();
        if (open == null) {
            open = new ArrayDeque<>(4);
            scopes.set(open);
        }
        open.push(scope);
    }

    private void pop() {
        Deque<TenantScope> open = scopes.get();
        if (open == null) {
            return;
        }
        TenantScope scope = open.pop();
        if (open.isEmpty()) {
            scopes.remove();
        }
        try {
            scope.close();
        } catch (InlayException leftOpen) {
            TenantScope forGood = tenants.unbind("carried work left a scope open on this thread; close it there");
            Objects.requireNonNull(forGood, "a scope");
        }
    }
}

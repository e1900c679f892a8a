package dev.inlay.provider.resilience4j;

import dev.inlay.api.error.InlayException;
import dev.inlay.api.tenant.CarriedTenant;
import dev.inlay.api.tenant.TenantScope;
import dev.inlay.api.tenant.Tenants;
import io.github.resilience4j.core.ContextPropagator;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Carries the tenant into what Resilience4j runs on threads of its own: thread-pool bulkheads and
 * {@code ContextAwareScheduledThreadPoolExecutor}.
 *
 * <pre>{@code
 * ThreadPoolBulkheadConfig.custom().contextPropagator(TenantContextPropagator.of(inlay.tenants()))
 * }</pre>
 *
 * <p>Work that is handed over without a tenant runs without one, and fails closed where it looks for one. Work whose
 * tenant may not be bound any more (suspended, closed, a grant that has ended) does not run; its future has the
 * exception.
 *
 * <p>Thread-safe. Keeps something for a thread only while work runs there.
 *
 * @since 0.1
 */
public final class TenantContextPropagator implements ContextPropagator<CarriedTenant> {

    private static final TenantScope NOTHING_TO_END = () -> {};

    private final Tenants tenants;
    private final ThreadLocal<@Nullable Deque<TenantScope>> scopes = new ThreadLocal<>();

    private TenantContextPropagator(Tenants tenants) {
        this.tenants = Objects.requireNonNull(tenants, "tenants");
    }

    /**
     * Carries the tenants of an instance.
     *
     * @param tenants {@code inlay.tenants()}
     * @return to be given to any number of bulkheads and schedulers
     */
    public static TenantContextPropagator of(Tenants tenants) {
        return new TenantContextPropagator(tenants);
    }

    /** Takes hold of the tenant that is bound where the work is handed over; empty when none is. */
    @Override
    public Supplier<Optional<CarriedTenant>> retrieve() {
        return tenants::captureIfBound;
    }

    /** Binds the tenant where the work runs, in place of whatever is bound there. */
    @Override
    public Consumer<Optional<CarriedTenant>> copy() {
        return this::begin;
    }

    /** Ends what {@link #copy()} began last on this thread. */
    @Override
    public Consumer<Optional<CarriedTenant>> clear() {
        return carried -> end();
    }

    /** Resilience4j clears also what could not be copied, so a refusal leaves something to end, too. */
    private void begin(Optional<CarriedTenant> carried) {
        TenantScope scope = NOTHING_TO_END;
        try {
            if (carried.isPresent()) {
                scope = carried.get().open();
            } else if (tenants.captureIfBound().isPresent()) {
                scope = tenants.unbind("the work that runs here was handed over without a tenant");
            }
        } finally {
            push(scope);
        }
    }

    private void push(TenantScope scope) {
        Deque<TenantScope> open = scopes.get();
        if (open == null) {
            open = new ArrayDeque<>(4);
            scopes.set(open);
        }
        open.push(scope);
    }

    private void end() {
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
            TenantScope forGood = tenants.unbind("work left a scope open on this thread; close it there");
            Objects.requireNonNull(forGood, "a scope");
            throw leftOpen;
        }
    }
}

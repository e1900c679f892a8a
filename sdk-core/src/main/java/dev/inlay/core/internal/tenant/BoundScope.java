package dev.inlay.core.internal.tenant;

import dev.inlay.api.error.InlayException;
import dev.inlay.api.tenant.TenantContext;
import dev.inlay.api.tenant.TenantScope;
import org.jspecify.annotations.Nullable;

/**
 * One binding that ends with {@link #close()}. Nothing keeps a reference to it, so that the compiler takes it apart
 * where it is opened and closed in one method, and nothing is allocated. For that reason no call here is given
 * {@code this}.
 */
final class BoundScope implements TenantScope {

    private final Thread thread = Thread.currentThread();
    private final TenantMdc mdc;
    private final @Nullable Object[] holder;
    private final TenantContext context;
    private final @Nullable Object outer;
    private final long outerMark;
    private final @Nullable String outerMdc;
    private final long mark;
    private boolean closed;

    /** Ends a binding that was made just now, on top of another or of none. */
    BoundScope(
            TenantMdc mdc,
            @Nullable Object[] holder,
            TenantContext context,
            @Nullable Object outer,
            long outerMark,
            @Nullable String outerMdc) {
        this.mdc = mdc;
        this.holder = holder;
        this.context = context;
        this.outer = outer;
        this.outerMark = outerMark;
        this.outerMdc = outerMdc;
        this.mark = Bindings.innermost(holder);
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        if (thread != Thread.currentThread()) {
            throw wrongThread(context, thread);
        }
        if (Bindings.innermost(holder) != mark) {
            throw outOfOrder(context);
        }
        closed = true;
        Bindings.restore(holder, outer, outerMark);
        mdc.leave(outer, context, outerMdc);
    }

    static InlayException leftOpen(Object work) {
        return misuse("a scope that was opened inside the work of '" + work + "' is still open at its end");
    }

    private static InlayException outOfOrder(TenantContext context) {
        return outOfOrder("tenant '" + context.id() + "'");
    }

    static InlayException outOfOrder(String whose) {
        return misuse("the scope of " + whose + " is not the innermost of its thread: one inside was"
                + " not closed, or work outside has ended");
    }

    private static InlayException misuse(String what) {
        return new InlayException(
                "tenant.scope.misuse", what + "; open scopes in try-with-resources, or use Tenants.run");
    }

    private static InlayException wrongThread(TenantContext context, Thread owner) {
        return wrongThread("tenant '" + context.id() + "'", owner);
    }

    static InlayException wrongThread(String whose, Thread owner) {
        return new InlayException(
                "tenant.scope.misuse",
                "the scope of " + whose + " was opened on thread '" + owner.getName()
                        + "' and must be closed there; for work that changes threads use Tenants.wrap");
    }
}

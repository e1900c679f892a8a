package dev.inlay.core.internal.tenant;

import dev.inlay.api.tenant.TenantScope;
import org.jspecify.annotations.Nullable;

/** The time for which whatever is bound is taken off its thread. */
final class UnboundScope implements TenantScope {

    private final Thread thread = Thread.currentThread();
    private final TenantMdc mdc;
    private final @Nullable Object[] holder;
    private final @Nullable Object outer;
    private final long outerMark;
    private final @Nullable String outerMdc;
    private final long mark;
    private boolean closed;

    /** Ends what was pushed just now. */
    UnboundScope(
            TenantMdc mdc,
            @Nullable Object[] holder,
            @Nullable Object outer,
            long outerMark,
            @Nullable String outerMdc) {
        this.mdc = mdc;
        this.holder = holder;
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
            throw BoundScope.wrongThread("no tenant", thread);
        }
        if (Bindings.innermost(holder) != mark) {
            throw BoundScope.outOfOrder("no tenant");
        }
        closed = true;
        Bindings.restore(holder, outer, outerMark);
        mdc.show(outerMdc);
    }

    /**
     * What is bound meanwhile.
     *
     * @param why for the message of whoever looks for a tenant
     */
    record Nothing(String why) {}
}

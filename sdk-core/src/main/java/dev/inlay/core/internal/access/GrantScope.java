package dev.inlay.core.internal.access;

import dev.inlay.api.tenant.TenantScope;

/** One use of a grant. */
final class GrantScope implements TenantScope {

    private final TenantScope bound;
    private final Runnable left;
    private boolean closed;

    GrantScope(TenantScope bound, Runnable left) {
        this.bound = bound;
        this.left = left;
    }

    @Override
    public void close() {
        bound.close();
        if (!closed) {
            closed = true;
            left.run();
        }
    }
}

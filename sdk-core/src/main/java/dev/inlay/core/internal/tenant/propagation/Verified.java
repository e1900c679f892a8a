package dev.inlay.core.internal.tenant.propagation;

import dev.inlay.api.tenant.NoTenantException;
import dev.inlay.api.tenant.Origin;
import dev.inlay.api.tenant.TenantAction;
import dev.inlay.api.tenant.TenantId;
import dev.inlay.api.tenant.TenantScope;
import dev.inlay.api.tenant.TenantTask;
import dev.inlay.api.tenant.VerifiedTenant;
import dev.inlay.core.internal.tenant.TenantEngine;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A tenant that is believed.
 *
 * @param refused is told the code when the directory does not let the tenant work
 */
record Verified(TenantEngine tenants, TenantId tenant, String issuer, Origin origin, Consumer<String> refused)
        implements VerifiedTenant {

    /** What the directory says against a tenant; other codes tell of a fault of the host's code. */
    private static final Set<String> NOT_HERE = Set.of("tenant.unknown", "tenant.suspended", "tenant.closed");

    @Override
    public <X extends Exception> void run(TenantAction<X> action) throws X {
        Passage passage = new Passage();
        try {
            tenants.<X>run(tenant, origin, () -> {
                passage.entered = true;
                action.run();
            });
        } catch (NoTenantException e) {
            tellUnless(passage.entered, e);
            throw e;
        }
    }

    @Override
    public <T extends @Nullable Object, X extends Exception> T call(TenantTask<T, X> task) throws X {
        Passage passage = new Passage();
        try {
            return tenants.<T, X>call(tenant, origin, () -> {
                passage.entered = true;
                return task.call();
            });
        } catch (NoTenantException e) {
            tellUnless(passage.entered, e);
            throw e;
        }
    }

    @Override
    public TenantScope open() {
        return told(() -> tenants.open(tenant, origin));
    }

    /** Does what asks the directory alone, and tells when it says no. */
    <T> T told(Supplier<T> asking) {
        try {
            return asking.get();
        } catch (NoTenantException e) {
            tellUnless(false, e);
            throw e;
        }
    }

    private void tellUnless(boolean entered, NoTenantException e) {
        if (!entered && NOT_HERE.contains(e.code())) {
            refused.accept(e.code());
        }
    }

    @Override
    public String toString() {
        return tenant + " from " + issuer;
    }

    /** Whether the work began: what it throws is its own affair. */
    private static final class Passage {

        private boolean entered;
    }
}

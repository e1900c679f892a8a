package dev.inlay.core.internal.tenant;

import dev.inlay.api.tenant.CarriedTenant;
import dev.inlay.api.tenant.DirectoryState;
import dev.inlay.api.tenant.TenantAction;
import dev.inlay.api.tenant.TenantContext;
import dev.inlay.api.tenant.TenantId;
import dev.inlay.api.tenant.TenantScope;
import dev.inlay.api.tenant.TenantTask;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * An engine for tests, which remembers where each scope was opened. Misuse of scopes, and a failure that leaves one
 * open, name those places as suppressed exceptions. Stands in front of the engine, so that the engine does not pay.
 */
public final class StrictTenants extends TenantCarriers {

    private final TenantEngine engine;
    private final OpenScopes scopes = new OpenScopes();

    /**
     * Watches the scopes that are opened here.
     *
     * @param engine does the work
     */
    public StrictTenants(TenantEngine engine) {
        this.engine = Objects.requireNonNull(engine, "engine");
    }

    /**
     * Ends the watch. A second call finds nothing.
     *
     * @throws dev.inlay.api.error.InlayException with code {@code tenant.scope.misuse} when scopes are open, whatever
     *     the thread
     */
    public void requireNoneOpen() {
        scopes.requireNone();
    }

    @Override
    public TenantContext current() {
        return engine.current();
    }

    @Override
    public Optional<TenantContext> currentIfBound() {
        return engine.currentIfBound();
    }

    @Override
    public Optional<TenantContext> find(TenantId id) {
        return engine.find(id);
    }

    @Override
    public DirectoryState directory() {
        return engine.directory();
    }

    @Override
    public <X extends Exception> void run(TenantId id, TenantAction<X> action) throws X {
        watch(() -> {
            engine.run(id, action);
            return true;
        });
    }

    @Override
    public <T extends @Nullable Object, X extends Exception> T call(TenantId id, TenantTask<T, X> task) throws X {
        return watch(() -> engine.call(id, task));
    }

    @Override
    public TenantScope open(TenantId id) {
        return opened("tenant '" + id + "'", () -> engine.open(id));
    }

    @Override
    public <X extends Exception> void runAsPlatform(String reason, TenantAction<X> action) throws X {
        watch(() -> {
            engine.runAsPlatform(reason, action);
            return true;
        });
    }

    @Override
    public CarriedTenant capture() {
        return new Watched(engine.capture());
    }

    @Override
    public Optional<CarriedTenant> captureIfBound() {
        return engine.captureIfBound().map(Watched::new);
    }

    @Override
    public TenantScope unbind(String why) {
        return opened("no tenant", () -> engine.unbind(why));
    }

    private TenantScope opened(String whose, Supplier<TenantScope> scope) {
        return scopes.track(this.<TenantScope, RuntimeException>watch(scope::get), whose);
    }

    private <T extends @Nullable Object, X extends Exception> T watch(TenantTask<T, X> work) throws X {
        long since = scopes.now();
        try {
            return work.call();
        } catch (Throwable e) {
            scopes.explain(e, since);
            throw e;
        }
    }

    /** What is bound with it is watched, too. */
    private final class Watched implements CarriedTenant {

        private final CarriedTenant carried;

        Watched(CarriedTenant carried) {
            this.carried = carried;
        }

        @Override
        public TenantId tenant() {
            return carried.tenant();
        }

        @Override
        public TenantScope open() {
            return opened("tenant '" + tenant() + "', carried,", carried::open);
        }

        @Override
        public <X extends Exception> void run(TenantAction<X> action) throws X {
            watch(() -> {
                carried.run(action);
                return true;
            });
        }

        @Override
        public <T extends @Nullable Object, X extends Exception> T call(TenantTask<T, X> task) throws X {
            return watch(() -> carried.call(task));
        }

        @Override
        public String toString() {
            return carried.toString();
        }
    }
}

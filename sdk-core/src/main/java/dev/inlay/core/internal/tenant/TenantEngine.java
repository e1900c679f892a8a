package dev.inlay.core.internal.tenant;

import dev.inlay.api.error.InlayException;
import dev.inlay.api.error.InvalidValueException;
import dev.inlay.api.tenant.CarriedTenant;
import dev.inlay.api.tenant.DirectoryState;
import dev.inlay.api.tenant.NoTenantException;
import dev.inlay.api.tenant.Origin;
import dev.inlay.api.tenant.TenantAction;
import dev.inlay.api.tenant.TenantContext;
import dev.inlay.api.tenant.TenantId;
import dev.inlay.api.tenant.TenantScope;
import dev.inlay.api.tenant.TenantTask;
import dev.inlay.spi.tenant.TenantDirectory;
import java.sql.Connection;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Binds work to its tenant on the thread that does it.
 *
 * <p>The status of a tenant is checked at every binding, also a nested one, and again when carried work begins: what
 * waited in a queue while its tenant was suspended is refused there. Work that is running is not interrupted.
 *
 * <p>Carried work runs under the tenant that it was wrapped for even where the thread is bound to another one, as when
 * a stage of a CompletableFuture runs on the thread that completes it; the thread's own binding comes back behind it.
 */
public final class TenantEngine extends TenantCarriers implements AutoCloseable {

    private final Bindings bindings = new Bindings();
    private final ThreadLocal<@Nullable Object[]> holders = bindings.holders();
    private final TenantContexts contexts;
    private final Runnable gate;
    private final TenantMdc mdc;

    /**
     * Creates an engine that sets the MDC key {@code tenant} where the host's logging has an MDC.
     *
     * @param directory where the tenants are known
     * @param gate throws while the instance may not be used; asked before every binding, so it neither blocks nor
     *     allocates
     */
    public TenantEngine(TenantDirectory directory, Runnable gate) {
        this(directory, gate, TenantMdc.ofHost());
    }

    /**
     * Creates an engine.
     *
     * @param directory where the tenants are known
     * @param gate throws while the instance may not be used; asked before every binding, so it neither blocks nor
     *     allocates
     * @param mdc whether the MDC key {@code tenant} is set and restored with each binding; most logging backends
     *     allocate for that
     */
    public TenantEngine(TenantDirectory directory, Runnable gate, boolean mdc) {
        this(directory, gate, mdc ? TenantMdc.ofHost() : TenantMdc.off());
    }

    TenantEngine(TenantDirectory directory, Runnable gate, TenantMdc mdc) {
        this.contexts = new TenantContexts(directory);
        this.gate = gate;
        this.mdc = mdc;
    }

    @Override
    public TenantContext current() {
        Object bound = Bindings.bound(holders.get());
        if (bound instanceof TenantContext context) {
            return context;
        }
        if (bound instanceof AccessLease lease) {
            return lease.require();
        }
        throw none();
    }

    @Override
    public Optional<TenantContext> currentIfBound() {
        Object bound = Bindings.bound(holders.get());
        if (bound instanceof TenantContext context) {
            return Optional.of(context);
        }
        return bound instanceof AccessLease lease ? Optional.of(lease.require()) : Optional.empty();
    }

    /**
     * Whether a tenant is bound to this thread by a certain right, and where its rows were when that was asked for.
     *
     * @param tenant as it was known then
     * @param lease the access; {@code null} for the tenant's own right
     * @return {@code false} also where the tenant has moved to another placement
     * @throws InlayException when the access has ended
     */
    boolean isBound(TenantContext tenant, @Nullable AccessLease lease) {
        Object bound = Bindings.bound(holders.get());
        if (lease != null) {
            return bound == lease && lease.require().id().equals(tenant.id());
        }
        return bound instanceof TenantContext context
                && context.id().equals(tenant.id())
                && context.profile().placement().equals(tenant.profile().placement());
    }

    /**
     * Whether the bound tenant's data may be read only.
     *
     * @return {@code false} where nothing is bound, or the tenant by its own right
     */
    public boolean isReadOnly() {
        return Bindings.bound(holders.get()) instanceof AccessLease lease && lease.readOnly();
    }

    @Override
    public Optional<TenantContext> find(TenantId id) {
        gate.run();
        return contexts.find(id);
    }

    /**
     * Looks a tenant up also while the instance is closing, for what the engines have yet to write down. Where it is
     * bound, the answer is what it is bound as, so that a piece of work stays in one place while the tenant moves.
     *
     * @param id the tenant
     * @return empty when the directory does not know it
     */
    public Optional<TenantContext> known(TenantId id) {
        Object bound = Bindings.bound(holders.get());
        TenantContext context = bound instanceof AccessLease lease ? lease.tenant() : null;
        if (bound instanceof TenantContext own) {
            context = own;
        }
        return context != null && context.id().equals(id) ? Optional.of(context) : contexts.find(id);
    }

    @Override
    public DirectoryState directory() {
        return contexts.state();
    }

    @Override
    public <X extends Exception> void run(TenantId id, TenantAction<X> action) throws X {
        run(id, Origin.HOST, action);
    }

    /**
     * Runs work that belongs to a tenant, saying how it came to be.
     *
     * @param id the tenant, verified
     * @param origin how the work came to be bound; carried work may switch the thread's tenant
     * @param action the work
     * @param <X> what the work throws
     * @throws X what the work throws
     * @throws NoTenantException as {@link #run(TenantId, TenantAction)}
     */
    public <X extends Exception> void run(TenantId id, Origin origin, TenantAction<X> action) throws X {
        @Nullable Object[] holder = holders.get();
        Object outer = Bindings.bound(holder);
        long outerMark = Bindings.innermost(holder);
        String outerMdc = mdc.shown();
        TenantContext context = bind(holder, id, origin);
        long mark = Bindings.innermost(holder);
        boolean balanced;
        try {
            action.run();
        } finally {
            balanced = Bindings.innermost(holder) == mark;
            Bindings.restore(holder, outer, outerMark);
            mdc.leave(outer, context, outerMdc);
        }
        requireBalanced(balanced, context.id());
    }

    @Override
    public <T extends @Nullable Object, X extends Exception> T call(TenantId id, TenantTask<T, X> task) throws X {
        return call(id, Origin.HOST, task);
    }

    /**
     * Runs work that belongs to a tenant and returns its result, saying how it came to be.
     *
     * @param id the tenant, verified
     * @param origin how the work came to be bound; carried work may switch the thread's tenant
     * @param task the work
     * @param <T> what the work returns
     * @param <X> what the work throws
     * @return what the work returned
     * @throws X what the work throws
     * @throws NoTenantException as {@link #call(TenantId, TenantTask)}
     */
    public <T extends @Nullable Object, X extends Exception> T call(TenantId id, Origin origin, TenantTask<T, X> task)
            throws X {
        @Nullable Object[] holder = holders.get();
        Object outer = Bindings.bound(holder);
        long outerMark = Bindings.innermost(holder);
        String outerMdc = mdc.shown();
        TenantContext context = bind(holder, id, origin);
        long mark = Bindings.innermost(holder);
        boolean balanced;
        T result;
        try {
            result = task.call();
        } finally {
            balanced = Bindings.innermost(holder) == mark;
            Bindings.restore(holder, outer, outerMark);
            mdc.leave(outer, context, outerMdc);
        }
        requireBalanced(balanced, context.id());
        return result;
    }

    /** Not by way of the other: knowing the origin, the compiler makes less of it, and puts it into the host's code. */
    @Override
    public TenantScope open(TenantId id) {
        @Nullable Object[] holder = holders.get();
        Object outer = Bindings.bound(holder);
        long outerMark = Bindings.innermost(holder);
        String outerMdc = mdc.shown();
        TenantContext context = bind(holder, id, Origin.HOST);
        return new BoundScope(mdc, holder, context, outer, outerMark, outerMdc);
    }

    /**
     * Binds this thread to a tenant until the scope is closed, saying how it came to be.
     *
     * @param id the tenant, verified
     * @param origin how the work came to be bound; carried work may switch the thread's tenant
     * @return to be closed on this thread, innermost first
     * @throws NoTenantException as {@link #open(TenantId)}
     */
    public TenantScope open(TenantId id, Origin origin) {
        @Nullable Object[] holder = holders.get();
        Object outer = Bindings.bound(holder);
        long outerMark = Bindings.innermost(holder);
        String outerMdc = mdc.shown();
        TenantContext context = bind(holder, id, origin);
        return new BoundScope(mdc, holder, context, outer, outerMark, outerMdc);
    }

    @Override
    public <X extends Exception> void runAsPlatform(String reason, TenantAction<X> action) throws X {
        gate.run();
        if (reason.isBlank()) {
            throw new InvalidValueException("reason", "must say why the work belongs to no tenant");
        }
        @Nullable Object[] holder = holders.get();
        Object outer = Bindings.bound(holder);
        TenantId bound = tenantOf(outer);
        if (bound != null) {
            throw new NoTenantException(
                    "tenant.rebind",
                    "platform work '" + reason + "' cannot begin while tenant '" + bound
                            + "' is bound; begin it outside of the tenant's work");
        }
        String outerMdc = mdc.shown();
        long outerMark = Bindings.innermost(holder);
        long mark = Bindings.push(holder, reason);
        boolean balanced;
        try {
            action.run();
        } finally {
            balanced = Bindings.innermost(holder) == mark;
            Bindings.restore(holder, outer, outerMark);
            mdc.show(outerMdc);
        }
        requireBalanced(balanced, reason);
    }

    /**
     * Binds this thread to a tenant for as long as an access lasts, also in place of another tenant where the access is
     * carried.
     *
     * @param lease the access, checked by the caller
     * @param origin {@link Origin#CARRIED} may switch the thread's tenant
     * @return to be closed on this thread, innermost first
     * @throws NoTenantException with code {@code tenant.rebind} when another tenant, or this one by its own right, is
     *     bound
     * @throws dev.inlay.api.error.InlayException when the access has ended
     */
    public TenantScope open(AccessLease lease, Origin origin) {
        @Nullable Object[] holder = holders.get();
        Object outer = Bindings.bound(holder);
        long outerMark = Bindings.innermost(holder);
        String outerMdc = mdc.shown();
        TenantContext context = bind(holder, lease, origin);
        return new BoundScope(mdc, holder, context, outer, outerMark, outerMdc);
    }

    /**
     * Runs work for as long as an access lasts. What bound the thread before does so again at its end, also where a
     * scope was left open inside.
     *
     * @param lease the access, checked by the caller
     * @param origin {@link Origin#CARRIED} may switch the thread's tenant
     * @param task the work
     * @param <T> what the work returns
     * @param <X> what the work throws
     * @return what the work returned
     * @throws X what the work throws; a scope left open is suppressed in it
     * @throws NoTenantException as {@link #open(AccessLease, Origin)}
     */
    public <T extends @Nullable Object, X extends Exception> T call(
            AccessLease lease, Origin origin, TenantTask<T, X> task) throws X {
        @Nullable Object[] holder = holders.get();
        Object outer = Bindings.bound(holder);
        long outerMark = Bindings.innermost(holder);
        String outerMdc = mdc.shown();
        TenantContext context = bind(holder, lease, origin);
        long mark = Bindings.innermost(holder);
        boolean balanced;
        T result;
        try {
            result = task.call();
        } catch (Throwable e) {
            if (Bindings.innermost(holder) != mark) {
                e.addSuppressed(BoundScope.leftOpen(context.id()));
            }
            throw e;
        } finally {
            balanced = Bindings.innermost(holder) == mark;
            Bindings.restore(holder, outer, outerMark);
            mdc.leave(outer, context, outerMdc);
        }
        requireBalanced(balanced, context.id());
        return result;
    }

    @Override
    public TenantScope unbind(String why) {
        if (why.isBlank()) {
            throw new InvalidValueException("why", "must say why nothing is bound");
        }
        @Nullable Object[] holder = holders.get();
        Object outer = Bindings.bound(holder);
        long outerMark = Bindings.innermost(holder);
        String outerMdc = mdc.shown();
        mdc.show(null);
        Bindings.push(holder, new UnboundScope.Nothing(why));
        return new UnboundScope(mdc, holder, outer, outerMark, outerMdc);
    }

    /**
     * The bound tenant, on a connection that the host handed over to be written on.
     *
     * @param tx in a transaction, from wherever the host has it
     * @return as {@link #current()}
     * @throws NoTenantException when no tenant is bound
     * @throws InlayException with code {@code access.read-only} where the tenant's data may be read only, or when the
     *     access has ended
     */
    public TenantContext requireWritable(Connection tx) {
        TenantContext context = current();
        AccessLease lease = lease();
        if (lease != null) {
            if (lease.readOnly()) {
                throw new InlayException(
                        "access.read-only",
                        "the grant by which tenant '" + context.id()
                                + "' is bound reads only; ask for one that may write");
            }
            lease.recheck(tx);
        }
        return context;
    }

    /**
     * Refuses to bind a tenant by an access where it could not be bound.
     *
     * @param id the tenant
     * @param lease the access; {@code null} where there is none yet
     * @throws NoTenantException with code {@code tenant.rebind} when another tenant, or this one by another right, is
     *     bound
     */
    public void requireOpenable(TenantId id, @Nullable AccessLease lease) {
        Object outer = Bindings.bound(holders.get());
        TenantId bound = tenantOf(outer);
        if (bound != null && (lease == null || outer != lease)) {
            throw rebind(bound, id);
        }
    }

    /**
     * Refuses administration of one tenant inside of another one's work. Where nothing is bound, it is for any tenant.
     *
     * @param id the tenant
     * @param doing what is done with it, for the message
     * @throws NoTenantException with code {@code tenant.rebind} when another tenant is bound
     */
    public void requireNoOther(TenantId id, String doing) {
        TenantId bound = tenantOf(Bindings.bound(holders.get()));
        if (bound != null && !bound.equals(id)) {
            throw new NoTenantException(
                    "tenant.rebind",
                    doing + " of tenant '" + id + "' is refused while tenant '" + bound
                            + "' is bound; do it outside of that work, with nothing bound or in runAsPlatform");
        }
    }

    @Nullable
    AccessLease lease() {
        return Bindings.bound(holders.get()) instanceof AccessLease lease ? lease : null;
    }

    @Override
    public CarriedTenant capture() {
        Object bound = Bindings.bound(holders.get());
        if (bound instanceof TenantContext context) {
            return new Carried(this, context.id(), null);
        }
        if (bound instanceof AccessLease lease) {
            return new Carried(this, lease.require().id(), lease);
        }
        throw none();
    }

    @Override
    public Optional<CarriedTenant> captureIfBound() {
        Object bound = Bindings.bound(holders.get());
        TenantId id = tenantOf(bound);
        return id == null
                ? Optional.empty()
                : Optional.of(new Carried(this, id, bound instanceof AccessLease lease ? lease : null));
    }

    /** Unbinds every thread, so that nothing of this instance stays behind on the host's. Idempotent. */
    @Override
    public void close() {
        bindings.clear();
    }

    /**
     * Binds, or throws and changes nothing. Apart from its callers on purpose: what is left of them is small enough for
     * the compiler to put into the host's code, where scopes and lambdas then cost no memory.
     */
    private TenantContext bind(@Nullable Object[] holder, TenantId id, Origin origin) {
        gate.run();
        Object outer = Bindings.bound(holder);
        if (outer != null && origin != Origin.CARRIED) {
            TenantContext granted = bindAgain(holder, outer, id);
            if (granted != null) {
                return granted;
            }
        }
        TenantContext context = contexts.active(id, origin);
        mdc.enter(outer, context);
        Bindings.push(holder, context);
        return context;
    }

    /** Refuses another tenant; inside of a grant its tenant keeps the limits of the grant, whatever its status. */
    private static @Nullable TenantContext bindAgain(@Nullable Object[] holder, Object outer, TenantId id) {
        TenantId bound = tenantOf(outer);
        if (bound != null && !bound.equals(id)) {
            throw rebind(bound, id);
        }
        if (!(outer instanceof AccessLease lease)) {
            return null;
        }
        TenantContext context = lease.require();
        Bindings.push(holder, lease);
        return context;
    }

    private TenantContext bind(@Nullable Object[] holder, AccessLease lease, Origin origin) {
        gate.run();
        if (origin != Origin.CARRIED) {
            requireOpenable(lease.tenant().id(), lease);
        }
        TenantContext context = lease.require();
        mdc.enter(Bindings.bound(holder), context);
        Bindings.push(holder, lease);
        return context;
    }

    static @Nullable TenantId tenantOf(@Nullable Object bound) {
        if (bound instanceof TenantContext context) {
            return context.id();
        }
        return bound instanceof AccessLease lease ? lease.tenant().id() : null;
    }

    private static NoTenantException rebind(TenantId bound, TenantId id) {
        String what = bound.equals(id)
                ? "tenant '" + id + "' is bound already, and cannot be bound inside by another right"
                : "tenant '" + id + "' cannot be bound inside of tenant '" + bound + "'";
        return new NoTenantException("tenant.rebind", what + "; end that work first, or do this in runAsPlatform");
    }

    /** The binding is restored by now; says that a scope was left open inside, which is a fault of the host's code. */
    private static void requireBalanced(boolean balanced, Object work) {
        if (!balanced) {
            throw BoundScope.leftOpen(work);
        }
    }

    private NoTenantException none() {
        gate.run();
        Object bound = Bindings.bound(holders.get());
        String hint = "bind one with Tenants.run, or hand work to other threads through Tenants.wrap";
        if (bound instanceof String reason) {
            hint = "platform work '" + reason + "' belongs to none; bind one inside with Tenants.run";
        } else if (bound instanceof UnboundScope.Nothing nothing) {
            hint = nothing.why() + "; bind one where this work begins, with Tenants.run";
        }
        return new NoTenantException(
                "tenant.none",
                "no tenant is bound to thread '" + Thread.currentThread().getName() + "'; " + hint);
    }
}

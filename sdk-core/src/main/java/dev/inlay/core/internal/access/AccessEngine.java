package dev.inlay.core.internal.access;

import dev.inlay.api.access.AccessGrant;
import dev.inlay.api.access.AccessRequest;
import dev.inlay.api.access.BreakGlass;
import dev.inlay.api.error.InlayException;
import dev.inlay.api.error.InvalidValueException;
import dev.inlay.api.tenant.NoTenantException;
import dev.inlay.api.tenant.Origin;
import dev.inlay.api.tenant.TenantAction;
import dev.inlay.api.tenant.TenantContext;
import dev.inlay.api.tenant.TenantId;
import dev.inlay.api.tenant.TenantScope;
import dev.inlay.api.tenant.TenantTask;
import dev.inlay.core.internal.tenant.OwnTransactions;
import dev.inlay.core.internal.tenant.TenantEngine;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Grants access, and binds those who use it. Every record is written in a transaction of the engine's own, never on a
 * connection that the grant is bound to; where it cannot be written nobody enters. Owns no thread; thread-safe.
 */
public final class AccessEngine implements BreakGlass {

    private static final int MOST_AT_ONCE = 1000;

    private final TenantEngine tenants;
    private final GrantBook book;
    private final GrantClock clock;
    private final Duration longest;
    private final Runnable gate;
    private final SecureRandom random = new SecureRandom();
    private final Map<String, GrantLease> leases = new ConcurrentHashMap<>();

    /**
     * Creates an engine. Asks the stores for nothing yet.
     *
     * @param tenants binds
     * @param own the engine's own transactions
     * @param trail where grants and records are written
     * @param clock the instance's clock
     * @param nanos nanoseconds that never go back
     * @param longest the longest that a grant may last
     * @param gate throws while the instance may not be used
     */
    public AccessEngine(
            TenantEngine tenants,
            OwnTransactions own,
            GrantTrail trail,
            InstantSource clock,
            LongSupplier nanos,
            Duration longest,
            Runnable gate) {
        this.tenants = tenants;
        this.clock = new GrantClock(clock, nanos);
        this.book = new GrantBook(own, trail, this.clock);
        this.longest = longest;
        this.gate = gate;
    }

    @Override
    public AccessGrant grant(AccessRequest request) {
        gate.run();
        if (request.duration().compareTo(longest) > 0) {
            throw new InvalidValueException("duration", "must be at most " + longest + ", as the builder says");
        }
        TenantContext tenant = known(request.tenant());
        requireNoOther(tenant, request.actor());
        Instant now = clock.instant();
        String id = GrantId.next(tenant.id(), now.toEpochMilli(), random);
        AccessGrant grant = AccessGrant.issued(id, request, now);
        InlayException refusal = book.refusal(tenant, grant);
        if (refusal != null) {
            book.denied(tenant, request.actor(), tenant.id().value(), refusal);
            throw refusal;
        }
        return book.add(tenant, grant);
    }

    @Override
    public <X extends Exception> void run(String grantId, String actor, TenantAction<X> action) throws X {
        this.<Boolean, X>call(grantId, actor, () -> {
            action.run();
            return true;
        });
    }

    @Override
    public <T extends @Nullable Object, X extends Exception> T call(String grantId, String actor, TenantTask<T, X> task)
            throws X {
        GrantLease lease = enter(grantId, actor);
        try {
            return tenants.call(lease, Origin.BREAK_GLASS, task);
        } finally {
            left(lease);
        }
    }

    @Override
    public TenantScope open(String grantId, String actor) {
        GrantLease lease = enter(grantId, actor);
        TenantScope bound;
        try {
            bound = tenants.open(lease, Origin.BREAK_GLASS);
        } catch (RuntimeException e) {
            left(lease);
            throw e;
        }
        return new GrantScope(bound, () -> left(lease));
    }

    /** Records the use; binds nothing yet. */
    private GrantLease enter(String grantId, String actor) {
        gate.run();
        TenantContext tenant = known(GrantId.tenantOf(grantId));
        requireActor(actor);
        try {
            tenants.requireOpenable(tenant.id(), leases.get(grantId));
        } catch (NoTenantException refusal) {
            book.denied(tenant, actor, grantId, refusal);
            throw refusal;
        }
        GrantLease lease = lease(book.use(tenant, grantId, actor), tenant);
        try {
            lease.require();
        } catch (InlayException refusal) {
            book.denied(tenant, actor, grantId, refusal);
            throw refusal;
        }
        return lease;
    }

    private void left(GrantLease lease) {
        book.left(lease.tenant(), lease.grant());
    }

    /**
     * One lease for each grant, so that a revocation reaches whatever holds it. It is forgotten when the grant is due
     * and no sooner: a use that was recorded just before a revocation must find what the revocation left.
     */
    private GrantLease lease(AccessGrant grant, TenantContext tenant) {
        leases.values().removeIf(GrantLease::isDue);
        TenantContext entered = TenantContext.of(tenant.profile(), tenant.directoryVersion(), Origin.BREAK_GLASS);
        GrantLease lease = leases.computeIfAbsent(
                grant.id(), id -> new GrantLease(grant, entered, clock, tx -> book.reread(tx, entered, grant)));
        lease.know(entered);
        return lease;
    }

    @Override
    public AccessGrant revoke(String grantId, String actor, String reason) {
        gate.run();
        TenantContext tenant = known(GrantId.tenantOf(grantId));
        requireActor(actor);
        if (reason.isBlank() || reason.length() > 500) {
            throw new InvalidValueException("reason", "must have 1 to 500 characters and not be blank");
        }
        Instant now = clock.instant();
        AccessGrant revoked = book.revoke(tenant, grantId, new AccessGrant.End(now, actor, reason));
        lease(revoked, tenant).end("it was revoked at " + now + " by '" + actor + "'");
        return revoked;
    }

    @Override
    public List<AccessGrant> active(TenantId tenant) {
        gate.run();
        tenants.requireNoOther(tenant, "listing the grants");
        return book.active(known(tenant), MOST_AT_ONCE);
    }

    @Override
    public List<AccessGrant> list(TenantId tenant, String afterId, int limit) {
        gate.run();
        if (limit < 1 || limit > MOST_AT_ONCE) {
            throw new InvalidValueException("limit", "must be 1 to " + MOST_AT_ONCE + ", was " + limit);
        }
        tenants.requireNoOther(tenant, "listing the grants");
        return book.list(known(tenant), afterId, limit);
    }

    /** A tenant that nobody knows has no trail: a record of it would let strangers fill the store. */
    private TenantContext known(TenantId id) {
        return tenants.find(id)
                .orElseThrow(() -> new NoTenantException(
                        "tenant.unknown", "tenant '" + id + "' is not in the directory; mend the id"));
    }

    private void requireNoOther(TenantContext tenant, String actor) {
        try {
            tenants.requireNoOther(tenant.id(), "granting access to the data");
        } catch (NoTenantException refusal) {
            book.denied(tenant, actor, tenant.id().value(), refusal);
            throw refusal;
        }
    }

    private static void requireActor(String actor) {
        if (actor.isBlank() || actor.length() > 200) {
            throw new InvalidValueException("actor", "must have 1 to 200 characters and not be blank");
        }
    }
}

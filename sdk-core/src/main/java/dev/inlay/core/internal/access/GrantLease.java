package dev.inlay.core.internal.access;

import dev.inlay.api.access.AccessGrant;
import dev.inlay.api.tenant.TenantContext;
import dev.inlay.core.internal.tenant.AccessLease;
import java.sql.Connection;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A grant in use on this instance: one object for all of its uses, also those carried to other threads. */
final class GrantLease implements AccessLease {

    private final AccessGrant grant;
    private final long untilMillis;
    private final GrantClock clock;
    private final Reread reread;
    private volatile TenantContext tenant;
    private volatile @Nullable String ended;

    GrantLease(AccessGrant grant, TenantContext tenant, GrantClock clock, Reread reread) {
        this.grant = grant;
        this.untilMillis = grant.until().toEpochMilli();
        this.tenant = tenant;
        this.clock = clock;
        this.reread = reread;
    }

    /** Reads the grant as it is now, in a transaction of its tenant. */
    @FunctionalInterface
    interface Reread {
        Optional<AccessGrant> in(Connection tx);
    }

    @Override
    public TenantContext require() {
        if (ended == null && clock.millis() >= untilMillis) {
            ended = GrantRules.due(grant);
        }
        String why = ended;
        if (why != null) {
            throw GrantRules.ended(grant, why);
        }
        return tenant;
    }

    @Override
    public void recheck(Connection tx) {
        require();
        Optional<AccessGrant> now = reread.in(tx);
        if (now.isEmpty()) {
            end("it is not kept any more");
        } else {
            now.get().end().ifPresent(how -> end(GrantRules.by(how)));
        }
        require();
    }

    @Override
    public TenantContext tenant() {
        return tenant;
    }

    AccessGrant grant() {
        return grant;
    }

    @Override
    public boolean readOnly() {
        return !grant.mayWrite();
    }

    /** Whatever the clock says later. */
    void end(String why) {
        ended = why;
    }

    /** By time, so that nothing can revive it any more. */
    boolean isDue() {
        return clock.millis() >= untilMillis;
    }

    /** What the directory says by now. */
    void know(TenantContext newer) {
        tenant = newer;
    }
}

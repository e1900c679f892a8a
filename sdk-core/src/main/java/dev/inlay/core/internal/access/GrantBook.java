package dev.inlay.core.internal.access;

import dev.inlay.api.access.AccessGrant;
import dev.inlay.api.error.InlayException;
import dev.inlay.api.tenant.TenantContext;
import dev.inlay.core.internal.tenant.OwnTransactions;
import java.sql.Connection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Grants with the records of them: each change and its record are one transaction, the record last. Thread-safe. */
final class GrantBook {

    private static final Logger LOG = LoggerFactory.getLogger(GrantBook.class);

    private final OwnTransactions own;
    private final GrantTrail trail;
    private final GrantClock clock;

    GrantBook(OwnTransactions own, GrantTrail trail, GrantClock clock) {
        this.own = own;
        this.trail = trail;
        this.clock = clock;
    }

    /**
     * Why a grant cannot be given, also where it reads only and the database would let it write; {@code null} if not.
     */
    @Nullable
    InlayException refusal(TenantContext tenant, AccessGrant grant) {
        InlayException closed = GrantRules.closed(grant, tenant);
        if (closed != null || grant.mayWrite()) {
            return closed;
        }
        try {
            own.probeReadOnly(tenant, "looking whether tenant '" + tenant.id() + "' can be entered to read only");
            return null;
        } catch (InlayException e) {
            return e;
        }
    }

    AccessGrant add(TenantContext tenant, AccessGrant grant) {
        return own.call(tenant, "granting '" + grant.actor() + "' access to tenant '" + tenant.id() + "'", tx -> {
            trail.grants(tenant).insert(tx, grant);
            trail.append(tx, tenant, AccessRecords.granted(grant));
            return grant;
        });
    }

    /** Records a use, or the refusal of one, before anything else happens. */
    AccessGrant use(TenantContext tenant, String id, String actor) {
        Use use = own.call(tenant, "recording a use of grant '" + id + "' of tenant '" + tenant.id() + "'", tx -> {
            Optional<AccessGrant> found = trail.grants(tenant).find(tx, tenant.id(), id);
            InlayException refusal =
                    found.isEmpty() ? GrantRules.unknown(id) : GrantRules.refusal(found.get(), actor, tenant, clock);
            if (refusal == null) {
                trail.append(tx, tenant, AccessRecords.used(found.get()));
                return new Use(found.get(), null);
            }
            found.ifPresent(grant -> expireIfDue(tx, tenant, grant));
            trail.append(tx, tenant, AccessRecords.denied(actor, id, refusal));
            return new Use(null, refusal);
        });
        return use.granted();
    }

    void denied(TenantContext tenant, String actor, String subject, InlayException why) {
        own.call(tenant, "recording that '" + actor + "' was refused at tenant '" + tenant.id() + "'", tx -> {
            trail.append(tx, tenant, AccessRecords.denied(actor, subject, why));
            return true;
        });
    }

    /** The work is done by now: what cannot be recorded here is bounded by the grant's end, which is in the trail. */
    void left(TenantContext tenant, AccessGrant grant) {
        try {
            own.call(tenant, "recording the end of a use of grant '" + grant.id() + "'", tx -> {
                expireIfDue(tx, tenant, grant);
                trail.append(tx, tenant, AccessRecords.left(grant));
                return true;
            });
        } catch (InlayException e) {
            LOG.warn("the end of a use of {} was not recorded", grant, e);
        }
    }

    AccessGrant revoke(TenantContext tenant, String id, AccessGrant.End end) {
        Use revoked = own.call(tenant, "revoking grant '" + id + "' of tenant '" + tenant.id() + "'", tx -> {
            Optional<AccessGrant> found = trail.grants(tenant).find(tx, tenant.id(), id);
            if (found.isEmpty()) {
                InlayException unknown = GrantRules.unknown(id);
                trail.append(tx, tenant, AccessRecords.denied(end.by(), id, unknown));
                return new Use(null, unknown);
            }
            AccessGrant ended = found.get().ended(end);
            if (found.get().end().isPresent() || !trail.grants(tenant).end(tx, ended)) {
                return new Use(trail.grants(tenant).find(tx, tenant.id(), id).orElse(ended), null);
            }
            trail.append(tx, tenant, AccessRecords.ended("access.revoked", end, id));
            return new Use(ended, null);
        });
        return revoked.granted();
    }

    List<AccessGrant> active(TenantContext tenant, int limit) {
        return own.call(
                tenant,
                "reading the grants of tenant '" + tenant.id() + "'",
                tx -> trail.grants(tenant).active(tx, tenant.id(), clock.instant(), limit));
    }

    List<AccessGrant> list(TenantContext tenant, String afterId, int limit) {
        return own.call(
                tenant,
                "reading the grants of tenant '" + tenant.id() + "'",
                tx -> trail.grants(tenant).list(tx, tenant.id(), afterId, limit));
    }

    /** As the grant is kept now, on a connection that is bound to it. */
    Optional<AccessGrant> reread(Connection tx, TenantContext tenant, AccessGrant grant) {
        return trail.grants(tenant).find(tx, grant.tenant(), grant.id());
    }

    /** Whoever notices first writes it down; from then on no clock can revive the grant. */
    private void expireIfDue(Connection tx, TenantContext tenant, AccessGrant grant) {
        if (!GrantRules.isDue(grant, clock)) {
            return;
        }
        AccessGrant.End end = new AccessGrant.End(clock.instant(), AccessRecords.INLAY, GrantRules.due(grant));
        if (trail.grants(tenant).end(tx, grant.ended(end))) {
            trail.append(tx, tenant, AccessRecords.ended("access.expired", end, grant.id()));
        }
    }

    /** Either a grant, or why there is none; carried out of a transaction that commits the record of it. */
    private record Use(
            @Nullable AccessGrant grant, @Nullable InlayException refusal) {

        AccessGrant granted() {
            if (refusal != null) {
                throw refusal;
            }
            return Objects.requireNonNull(grant);
        }
    }
}

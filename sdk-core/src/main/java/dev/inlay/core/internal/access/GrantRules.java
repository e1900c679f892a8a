package dev.inlay.core.internal.access;

import dev.inlay.api.access.AccessGrant;
import dev.inlay.api.error.InlayException;
import dev.inlay.api.tenant.NoTenantException;
import dev.inlay.api.tenant.TenantContext;
import dev.inlay.api.tenant.TenantStatus;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Why a grant is of no use. */
final class GrantRules {

    private GrantRules() {}

    /** {@code null} when the actor may use it now. */
    static @Nullable InlayException refusal(AccessGrant grant, String actor, TenantContext tenant, GrantClock clock) {
        if (!grant.actor().equals(actor)) {
            return new InlayException(
                    "access.other-actor",
                    "grant '" + grant.id() + "' is not the one of '" + actor + "'; each actor needs one of their own");
        }
        Optional<AccessGrant.End> end = grant.end();
        if (end.isPresent()) {
            return ended(grant, by(end.get()));
        }
        if (isDue(grant, clock)) {
            return ended(grant, due(grant));
        }
        return closed(grant, tenant);
    }

    /** Suspended tenants can be entered, since support must; closed ones to read. */
    static @Nullable InlayException closed(AccessGrant grant, TenantContext tenant) {
        if (grant.mayWrite() && tenant.profile().status() == TenantStatus.CLOSED) {
            return new NoTenantException(
                    "tenant.closed",
                    "tenant '" + tenant.id() + "' is closed for good and can be entered to read only; ask for a grant"
                            + " that does not write");
        }
        return null;
    }

    static boolean isDue(AccessGrant grant, GrantClock clock) {
        return clock.millis() >= grant.until().toEpochMilli();
    }

    static String due(AccessGrant grant) {
        return "it was granted until " + grant.until();
    }

    static String by(AccessGrant.End end) {
        return "it was ended at " + end.at() + " by '" + end.by() + "'";
    }

    static InlayException ended(AccessGrant grant, String why) {
        return new InlayException(
                "access.ended",
                grant + " for tenant '" + grant.tenant() + "' has ended: " + why + "; ask for another one");
    }

    static InlayException unknown(String id) {
        return new InlayException("access.unknown", "there is no grant '" + id + "'; ask for one first");
    }
}

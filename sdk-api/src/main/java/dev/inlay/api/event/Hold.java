package dev.inlay.api.event;

import dev.inlay.api.tenant.TenantId;
import java.time.Instant;
import java.util.Optional;

/**
 * A standing order not to send: every node keeps to it, across restarts, until an operator resumes.
 *
 * @param tenant whose events are held; empty for every tenant's
 * @param target where nothing is sent
 * @param reason why
 * @param actor the operator who said so; empty when the receiver did, with an answer that it wants nothing more
 * @param since when
 * @since 0.1
 */
public record Hold(Optional<TenantId> tenant, String target, String reason, Optional<String> actor, Instant since) {

    /**
     * Whether it concerns a tenant's events for a target.
     *
     * @param whose the tenant
     * @param where the target
     * @return whether they are held by this order
     */
    public boolean covers(TenantId whose, String where) {
        return target.equals(where) && (tenant.isEmpty() || tenant.get().equals(whose));
    }
}

package dev.inlay.provider.servlet;

import dev.inlay.api.tenant.TenantId;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;

/**
 * Tells which tenant the verified user of a request belongs to: from the session, a validated token or a client
 * certificate, never from what anybody may write into a request, such as a header, a parameter or a cookie of one's
 * own. Called once per request, after the host's own authentication. Thread-safe.
 *
 * @since 0.1
 */
@FunctionalInterface
public interface TenantResolver {

    /**
     * Looks at a request.
     *
     * @param request as it arrived
     * @return empty when no user is known
     */
    Optional<TenantId> tenantOf(HttpServletRequest request);
}

package dev.inlay.provider.feign;

import dev.inlay.api.tenant.TenantId;
import java.util.Optional;

/**
 * Knows the tenants' endpoints, for example from a table of the host's. A tenant has one per target; for several, make
 * several targets and route to each. Thread-safe; may block, within the request time-out.
 *
 * @since 0.1
 */
@FunctionalInterface
public interface WebhookEndpoints {

    /**
     * Looks an endpoint up. The answer is good for {@link Webhooks.Builder#lookAgainAfter a while}, and looked up anew
     * after a request that did not work. That there is none is not remembered.
     *
     * @param tenant whose event is to be sent; nothing is bound on the calling thread
     * @return empty when the tenant has none: the event is parked, and a replay sends it once there is one;
     *     {@link WebhookEndpoint#none()} when the tenant wants no events: it counts as delivered
     * @throws Exception when it cannot be told; the event is tried again. The message is shown to nobody
     */
    Optional<WebhookEndpoint> find(TenantId tenant) throws Exception;
}

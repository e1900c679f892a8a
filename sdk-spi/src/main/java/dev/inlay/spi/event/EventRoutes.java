package dev.inlay.spi.event;

import dev.inlay.api.error.InvalidValueException;
import dev.inlay.api.tenant.TenantContext;
import dev.inlay.spi.ExtensionPoint;
import java.util.List;
import java.util.Optional;

/**
 * Says, from a tenant's configuration, which targets its events go to. Asked for each event that names no target
 * itself; what it answers is frozen with the event, so that a later change moves nothing that waits. Without such an
 * extension every event goes to every target. Thread-safe; answers from memory.
 *
 * @since 0.1
 */
@ExtensionPoint(ExtensionPoint.Cardinality.ONE)
public interface EventRoutes {

    /**
     * Where a tenant's events of a type go.
     *
     * @param tenant the publishing tenant
     * @param type what happened
     * @return the targets, none when the tenant's configuration says that events of this type go nowhere; empty when it
     *     has no rules, so that they go to every target
     * @throws InvalidValueException for {@code event.type} when the tenant has rules and none of them speaks of the
     *     type: an event that nobody thought of must not vanish
     */
    Optional<List<String>> targets(TenantContext tenant, String type);
}

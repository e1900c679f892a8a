package dev.inlay.core.internal.event;

import dev.inlay.api.error.InvalidValueException;
import dev.inlay.api.tenant.TenantContext;
import dev.inlay.api.tenant.TenantId;
import dev.inlay.spi.event.EventRoutes;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Rules held in memory and replaced as a whole. Has none until the first replacement. */
final class DocumentRoutes implements EventRoutes {

    private volatile Rules rules = Rules.NONE;

    void replace(Rules other) {
        rules = other;
    }

    @Override
    public Optional<List<String>> targets(TenantContext tenant, String type) {
        Optional<List<Route>> routes = rules.of(tenant);
        if (routes.isEmpty()) {
            return Optional.empty();
        }
        List<Route> taking =
                routes.get().stream().filter(route -> route.takes(type)).toList();
        if (taking.isEmpty()) {
            throw new InvalidValueException(
                    "event.type",
                    "no route of tenant " + tenant.id() + " takes '" + type
                            + "'; add a rule for it, with no targets if it is to go nowhere");
        }
        return Optional.of(taking.stream()
                .flatMap(route -> route.targets().stream())
                .distinct()
                .sorted()
                .toList());
    }

    /**
     * The rules of all tenants.
     *
     * @param common of those whose path has none of its own; empty for no rules
     * @param nodes of nodes of the hierarchy, of which the nearest to a tenant is the only one that counts
     */
    record Rules(Optional<List<Route>> common, Map<TenantId, List<Route>> nodes) {

        static final Rules NONE = new Rules(Optional.empty(), Map.of());

        private Optional<List<Route>> of(TenantContext tenant) {
            List<TenantId> path = tenant.path().nodes();
            for (int i = path.size() - 1; i >= 0; i--) {
                List<Route> own = nodes.get(path.get(i));
                if (own != null) {
                    return Optional.of(own);
                }
            }
            return common;
        }
    }
}

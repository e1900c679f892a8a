package dev.inlay.core.internal.event;

import dev.inlay.api.tenant.TenantId;
import dev.inlay.api.tenant.TenantPath;
import dev.inlay.api.tenant.TenantProfile;
import dev.inlay.core.internal.json.DocumentFolder;
import dev.inlay.core.internal.json.DocumentNode;
import dev.inlay.core.internal.json.DocumentNode.Kind;
import dev.inlay.core.internal.json.DocumentPart;
import dev.inlay.core.internal.json.Problems;
import dev.inlay.spi.Contributions;
import dev.inlay.spi.event.DeliveryShares;
import dev.inlay.spi.event.EventRoutes;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** The events' share in the folder of documents: {@code events.json}, which may be missing. */
public final class EventDocuments implements DocumentPart {

    private final Function<TenantId, Optional<TenantProfile>> tenants;
    private final Supplier<List<TenantPath>> paths;
    private final DocumentShares shares = new DocumentShares();
    private final DocumentRoutes routes = new DocumentRoutes();

    /**
     * Creates the part; every share is the same, and every event goes everywhere yet.
     *
     * @param tenants the tenants as they were read just before, so that the weight of an unknown one is refused
     * @param paths where those tenants stand, so that routes of an unknown node are refused
     */
    public EventDocuments(Function<TenantId, Optional<TenantProfile>> tenants, Supplier<List<TenantPath>> paths) {
        this.tenants = tenants;
        this.paths = paths;
    }

    @Override
    public void contribute(Contributions contributions) {
        contributions.add(DeliveryShares.class, shares);
        contributions.add(EventRoutes.class, routes);
    }

    @Override
    public Runnable read(DocumentFolder folder, Problems problems) throws IOException {
        boolean tenantsAreKnown = problems.count() == 0;
        WeightsReading weights = new WeightsReading(
                problems, id -> !tenantsAreKnown || tenants.apply(id).isPresent());
        Optional<DocumentNode> root =
                folder.optional("events.json", problems).filter(node -> problems.expect(node, Kind.OBJECT));
        root.ifPresent(node -> problems.allowOnly(node, Set.of("weights", "routes")));
        root.flatMap(node -> problems.optional(node, "weights", Kind.OBJECT)).ifPresent(weights::read);
        DocumentRoutes.Rules rules = root.flatMap(node -> problems.optional(node, "routes", Kind.OBJECT))
                .map(new RoutesReading(problems, tenantsAreKnown ? nodes() : Optional.empty())::read)
                .orElse(DocumentRoutes.Rules.NONE);
        return () -> {
            shares.replace(weights.byTier(), weights.byTenant());
            routes.replace(rules);
        };
    }

    private Optional<Set<TenantId>> nodes() {
        return Optional.of(
                paths.get().stream().flatMap(path -> path.nodes().stream()).collect(Collectors.toSet()));
    }
}

package dev.inlay.core.internal.event;

import dev.inlay.api.tenant.TenantId;
import dev.inlay.api.tenant.TenantProfile;
import dev.inlay.core.internal.json.DocumentFolder;
import dev.inlay.core.internal.json.DocumentNode;
import dev.inlay.core.internal.json.DocumentNode.Kind;
import dev.inlay.core.internal.json.DocumentPart;
import dev.inlay.core.internal.json.Problems;
import dev.inlay.spi.Contributions;
import dev.inlay.spi.event.DeliveryShares;
import java.io.IOException;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** The events' share in the folder of documents: {@code events.json}, which may be missing. */
public final class EventDocuments implements DocumentPart {

    private final Function<TenantId, Optional<TenantProfile>> tenants;
    private final DocumentShares shares = new DocumentShares();

    /**
     * Creates the part; every share is the same yet.
     *
     * @param tenants the tenants as they were read just before, so that the weight of an unknown one is refused
     */
    public EventDocuments(Function<TenantId, Optional<TenantProfile>> tenants) {
        this.tenants = tenants;
    }

    @Override
    public void contribute(Contributions contributions) {
        contributions.add(DeliveryShares.class, shares);
    }

    @Override
    public Runnable read(DocumentFolder folder, Problems problems) throws IOException {
        boolean tenantsAreKnown = problems.count() == 0;
        WeightsReading weights = new WeightsReading(
                problems, id -> !tenantsAreKnown || tenants.apply(id).isPresent());
        folder.optional("events.json", problems)
                .filter(root -> problems.expect(root, Kind.OBJECT))
                .ifPresent(root -> read(root, weights, problems));
        return () -> shares.replace(weights.byTier(), weights.byTenant());
    }

    private static void read(DocumentNode root, WeightsReading weights, Problems problems) {
        problems.allowOnly(root, Set.of("weights"));
        problems.optional(root, "weights", Kind.OBJECT).ifPresent(weights::read);
    }
}

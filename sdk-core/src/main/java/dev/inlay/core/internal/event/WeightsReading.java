package dev.inlay.core.internal.event;

import dev.inlay.api.tenant.TenantId;
import dev.inlay.api.tenant.TenantPath;
import dev.inlay.api.tenant.TenantProfile;
import dev.inlay.core.internal.json.DocumentNode;
import dev.inlay.core.internal.json.DocumentNode.Kind;
import dev.inlay.core.internal.json.Problems;
import dev.inlay.spi.event.DeliveryShares;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Predicate;

/** One reading of the section {@code weights} of {@code events.json}. Not thread-safe. */
final class WeightsReading {

    private static final TenantPath ANY_PATH = TenantPath.parse("platform/oem/-/tenant");
    private static final BigDecimal LARGEST = BigDecimal.valueOf(DeliveryShares.LARGEST_WEIGHT);

    private final Problems problems;
    private final Predicate<TenantId> isKnown;
    private final Map<String, Integer> byTier = new HashMap<>();
    private final Map<TenantId, Integer> byTenant = new HashMap<>();

    WeightsReading(Problems problems, Predicate<TenantId> isKnown) {
        this.problems = problems;
        this.isKnown = isKnown;
    }

    void read(DocumentNode weights) {
        problems.allowOnly(weights, Set.of("tiers", "tenants"));
        problems.optional(weights, "tiers", Kind.OBJECT)
                .ifPresent(tiers -> tiers.fields().forEach(this::tier));
        problems.optional(weights, "tenants", Kind.OBJECT)
                .ifPresent(tenants -> tenants.fields().forEach(this::tenant));
    }

    /** Complete only when no problem was found; so is the other. */
    Map<String, Integer> byTier() {
        return byTier;
    }

    Map<TenantId, Integer> byTenant() {
        return byTenant;
    }

    private void tier(String name, DocumentNode node) {
        boolean isTier = problems.make(
                        node, () -> TenantProfile.builder(ANY_PATH).tier(name).build())
                .isPresent();
        OptionalInt weight = weight(node);
        if (isTier && weight.isPresent()) {
            byTier.put(name, weight.getAsInt());
        }
    }

    private void tenant(String name, DocumentNode node) {
        OptionalInt weight = weight(node);
        problems.make(node, () -> TenantId.of(name)).ifPresent(id -> {
            if (!isKnown.test(id)) {
                problems.add(node, "tenant: there is no tenant '" + id + "' in tenants.json");
            } else if (weight.isPresent()) {
                byTenant.put(id, weight.getAsInt());
            }
        });
    }

    private OptionalInt weight(DocumentNode node) {
        if (!problems.expect(node, Kind.NUMBER)) {
            return OptionalInt.empty();
        }
        BigDecimal number = node.number();
        boolean inRange = number.signum() > 0 && number.compareTo(LARGEST) <= 0;
        if (!inRange || number.stripTrailingZeros().scale() > 0) {
            problems.add(node, "weight: must be a whole number from 1 to " + LARGEST);
            return OptionalInt.empty();
        }
        return OptionalInt.of(number.intValueExact());
    }
}

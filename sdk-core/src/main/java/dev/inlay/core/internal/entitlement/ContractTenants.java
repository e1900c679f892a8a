package dev.inlay.core.internal.entitlement;

import dev.inlay.api.tenant.TenantId;
import dev.inlay.api.tenant.TenantProfile;
import dev.inlay.core.internal.json.DocumentNode;
import dev.inlay.core.internal.json.Problems;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.function.Function;

/**
 * Whom contracts name.
 *
 * @param profiles the tenants that were read just before
 * @param areKnown whether that reading went well; if not, every tenant is let pass, since the documents are refused
 *     anyway
 * @param problems receives unknown tenants
 */
record ContractTenants(Function<TenantId, Optional<TenantProfile>> profiles, boolean areKnown, Problems problems) {

    Optional<TenantId> read(Optional<DocumentNode> name) {
        return name.flatMap(
                node -> problems.make(node, () -> TenantId.of(node.text())).filter(id -> isKnown(id, node)));
    }

    ZoneId zone(TenantId id) {
        return profiles.apply(id).map(TenantProfile::zone).orElse(ZoneOffset.UTC);
    }

    private boolean isKnown(TenantId id, DocumentNode node) {
        if (areKnown && profiles.apply(id).isEmpty()) {
            problems.add(node, "tenant: there is no tenant '" + id + "' in tenants.json");
            return false;
        }
        return true;
    }
}

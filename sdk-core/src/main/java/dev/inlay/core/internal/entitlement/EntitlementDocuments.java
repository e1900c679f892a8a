package dev.inlay.core.internal.entitlement;

import dev.inlay.api.tenant.TenantId;
import dev.inlay.api.tenant.TenantProfile;
import dev.inlay.core.internal.json.DocumentFolder;
import dev.inlay.core.internal.json.DocumentNode;
import dev.inlay.core.internal.json.DocumentPart;
import dev.inlay.core.internal.json.Problems;
import dev.inlay.spi.Contributions;
import dev.inlay.spi.entitlement.EntitlementSource;
import dev.inlay.spi.entitlement.GrantSet;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * The entitlements' share in the folder of documents: {@code plans.json} and {@code contracts.json}, each of which may
 * be missing. A contract's days begin in the tenant's zone.
 */
public final class EntitlementDocuments implements DocumentPart {

    private final Function<TenantId, Optional<TenantProfile>> tenants;
    private final DocumentEntitlements entitlements = new DocumentEntitlements();

    /**
     * Creates the part; it grants nothing yet.
     *
     * @param tenants the tenants as they were read just before, so that a contract of an unknown one is refused
     */
    public EntitlementDocuments(Function<TenantId, Optional<TenantProfile>> tenants) {
        this.tenants = tenants;
    }

    @Override
    public void contribute(Contributions contributions) {
        contributions.add(EntitlementSource.class, entitlements);
    }

    @Override
    public Runnable read(DocumentFolder folder, Problems problems) throws IOException {
        boolean tenantsAreKnown = problems.count() == 0;
        FeaturesReading features = new FeaturesReading(problems);
        Optional<DocumentNode> plansRoot = folder.optional("plans.json", problems);
        PlansReading plans = new PlansReading(problems, features);
        plansRoot.ifPresent(plans::read);
        Optional<DocumentNode> contractsRoot = folder.optional("contracts.json", problems);
        ContractTenants directory = new ContractTenants(tenants, tenantsAreKnown, problems);
        ContractsReading contracts = new ContractsReading(problems, features, plans, directory);
        contractsRoot.ifPresent(contracts::read);
        Map<TenantId, List<GrantSet>> sets = contracts.sets();
        return () -> entitlements.replace(sets);
    }
}

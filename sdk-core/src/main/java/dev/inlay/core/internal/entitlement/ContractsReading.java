package dev.inlay.core.internal.entitlement;

import dev.inlay.api.tenant.TenantId;
import dev.inlay.core.internal.entitlement.PlansReading.Plan;
import dev.inlay.core.internal.json.DocumentNode;
import dev.inlay.core.internal.json.DocumentNode.Kind;
import dev.inlay.core.internal.json.Problems;
import dev.inlay.spi.entitlement.Grant;
import dev.inlay.spi.entitlement.GrantSet;
import dev.inlay.spi.entitlement.SourceKind;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One reading of {@code contracts.json}. Not thread-safe. */
final class ContractsReading {

    private static final Set<String> FIELDS = Set.of("id", "tenant", "plan", "from", "until", "features");

    private final Problems problems;
    private final FeaturesReading features;
    private final PlansReading plans;
    private final ContractTenants tenants;
    private final Ids ids;
    private final Map<TenantId, List<Term>> terms = new HashMap<>();
    private final Map<TenantId, List<GrantSet>> sets = new HashMap<>();

    ContractsReading(Problems problems, FeaturesReading features, PlansReading plans, ContractTenants tenants) {
        this.problems = problems;
        this.features = features;
        this.plans = plans;
        this.tenants = tenants;
        this.ids = new Ids(problems);
    }

    void read(DocumentNode root) {
        if (problems.expect(root, Kind.OBJECT)) {
            problems.allowOnly(root, Set.of("contracts"));
            problems.required(root, "contracts", Kind.ARRAY)
                    .ifPresent(list -> list.items().forEach(this::contract));
        }
    }

    /** What every contract that was right grants; complete only when no problem was found. */
    Map<TenantId, List<GrantSet>> sets() {
        return sets;
    }

    private void contract(DocumentNode node) {
        if (!problems.expect(node, Kind.OBJECT)) {
            return;
        }
        problems.allowOnly(node, FIELDS);
        Optional<String> id = ids.read(node);
        Optional<TenantId> tenant = tenants.read(problems.required(node, "tenant", Kind.STRING));
        Optional<Plan> plan = plans.plan(problems.required(node, "plan", Kind.STRING));
        Optional<Term> term = Term.read(node, problems);
        List<Grant> own = problems.optional(node, "features", Kind.OBJECT)
                .map(features::grants)
                .orElseGet(List::of);
        if (id.isPresent() && tenant.isPresent() && plan.isPresent() && term.isPresent()) {
            refuseOverlap(tenant.get(), term.get());
            add(id.get(), tenant.get(), plan.get(), term.get(), own);
        }
    }

    private void refuseOverlap(TenantId tenant, Term term) {
        List<Term> earlier = terms.computeIfAbsent(tenant, id -> new ArrayList<>());
        for (Term other : earlier) {
            if (term.overlaps(other)) {
                problems.add(
                        term.fromNode(),
                        "from: the contract (" + term + ") overlaps the one (" + other + ") of tenant '" + tenant
                                + "' at " + other.fromNode().place() + "; a tenant has one contract at a time");
            }
        }
        earlier.add(term);
    }

    private void add(String id, TenantId tenant, Plan plan, Term term, List<Grant> own) {
        Instant from = term.begins(tenants.zone(tenant));
        @Nullable Instant until = term.ends(tenants.zone(tenant)).orElse(null);
        List<GrantSet> all = sets.computeIfAbsent(tenant, key -> new ArrayList<>());
        all.add(GrantSet.of(SourceKind.CONTRACT, id, from, until, own));
        all.add(GrantSet.of(SourceKind.PLAN, plan.id(), from, until, plan.grants()));
    }
}

package dev.inlay.core.internal.entitlement;

import dev.inlay.core.internal.json.DocumentNode;
import dev.inlay.core.internal.json.DocumentNode.Kind;
import dev.inlay.core.internal.json.Problems;
import dev.inlay.spi.entitlement.Grant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** One reading of {@code plans.json}. Not thread-safe. */
final class PlansReading {

    private final Problems problems;
    private final FeaturesReading features;
    private final Ids ids;
    private final Map<String, List<Grant>> plans = new HashMap<>();

    PlansReading(Problems problems, FeaturesReading features) {
        this.problems = problems;
        this.features = features;
        this.ids = new Ids(problems);
    }

    void read(DocumentNode root) {
        if (problems.expect(root, Kind.OBJECT)) {
            problems.allowOnly(root, Set.of("plans"));
            problems.required(root, "plans", Kind.ARRAY)
                    .ifPresent(list -> list.items().forEach(this::plan));
        }
    }

    private void plan(DocumentNode node) {
        if (!problems.expect(node, Kind.OBJECT)) {
            return;
        }
        problems.allowOnly(node, Set.of("id", "features"));
        Optional<String> id = ids.read(node);
        List<Grant> grants = problems.required(node, "features", Kind.OBJECT)
                .map(features::grants)
                .orElseGet(List::of);
        id.ifPresent(known -> plans.put(known, grants));
    }

    /** The plan that a contract names; leaves a problem when there is none. */
    Optional<Plan> plan(Optional<DocumentNode> name) {
        return name.flatMap(node -> {
            List<Grant> grants = plans.get(node.text());
            if (grants == null) {
                problems.add(node, "plan: there is no plan '" + node.text() + "' in plans.json");
                return Optional.empty();
            }
            return Optional.of(new Plan(node.text(), grants));
        });
    }

    /**
     * What is sold under one name.
     *
     * @param id its name
     * @param grants what it grants
     */
    record Plan(String id, List<Grant> grants) {}
}

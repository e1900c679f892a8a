package dev.inlay.core.internal.event;

import dev.inlay.api.tenant.TenantId;
import dev.inlay.core.internal.json.DocumentNode;
import dev.inlay.core.internal.json.DocumentNode.Kind;
import dev.inlay.core.internal.json.Problems;
import dev.inlay.spi.event.EventTransport;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/** One reading of {@code routes} in {@code events.json}. Not thread-safe. */
final class RoutesReading {

    private final Problems problems;
    private final Optional<Set<TenantId>> known;

    /** Known are the nodes of all tenants' paths; empty when they could not be read. */
    RoutesReading(Problems problems, Optional<Set<TenantId>> known) {
        this.problems = problems;
        this.known = known;
    }

    DocumentRoutes.Rules read(DocumentNode routes) {
        problems.allowOnly(routes, Set.of("default", "nodes"));
        Optional<List<Route>> common =
                problems.optional(routes, "default", Kind.ARRAY).map(this::rules);
        Map<TenantId, List<Route>> nodes = new HashMap<>();
        problems.optional(routes, "nodes", Kind.OBJECT)
                .ifPresent(all -> all.fields().forEach((name, node) -> node(name, node, nodes)));
        return new DocumentRoutes.Rules(common, Map.copyOf(nodes));
    }

    private void node(String name, DocumentNode node, Map<TenantId, List<Route>> nodes) {
        Optional<TenantId> id = problems.make(node, () -> TenantId.of(name));
        if (id.isPresent() && known.filter(all -> !all.contains(id.get())).isPresent()) {
            problems.add(node, "no tenant's path in tenants.json has a node '" + name + "'");
        }
        if (problems.expect(node, Kind.ARRAY)) {
            List<Route> rules = rules(node);
            id.ifPresent(one -> nodes.put(one, rules));
        }
    }

    private List<Route> rules(DocumentNode list) {
        List<Route> rules = new ArrayList<>();
        for (DocumentNode node : list.items()) {
            if (problems.expect(node, Kind.OBJECT)) {
                problems.allowOnly(node, Set.of("types", "targets"));
                List<String> types = words(node, "types", Route::checkTypes);
                List<String> targets = words(node, "targets", EventTransport::checkTarget);
                rules.add(new Route(types, targets));
            }
        }
        return List.copyOf(rules);
    }

    private List<String> words(DocumentNode rule, String field, UnaryOperator<String> check) {
        List<String> words = new ArrayList<>();
        problems.required(rule, field, Kind.ARRAY).ifPresent(list -> {
            for (DocumentNode word : list.items()) {
                if (problems.expect(word, Kind.STRING)) {
                    problems.make(word, () -> check.apply(word.text())).ifPresent(words::add);
                }
            }
        });
        return List.copyOf(words);
    }
}

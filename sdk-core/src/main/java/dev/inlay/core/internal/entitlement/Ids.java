package dev.inlay.core.internal.entitlement;

import dev.inlay.core.internal.json.DocumentNode;
import dev.inlay.core.internal.json.DocumentNode.Kind;
import dev.inlay.core.internal.json.Problems;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Reads the field {@code id} of the objects of one kind, and refuses one that stands twice. */
final class Ids {

    private final Problems problems;
    private final Map<String, DocumentNode> first = new HashMap<>();

    Ids(Problems problems) {
        this.problems = problems;
    }

    Optional<String> read(DocumentNode object) {
        return problems.required(object, "id", Kind.STRING).flatMap(this::checked);
    }

    private Optional<String> checked(DocumentNode node) {
        String id = node.text();
        if (id.isEmpty() || id.length() > 100 || !id.chars().allMatch(c -> c > ' ' && c < 127)) {
            problems.add(node, "id: must have 1 to 100 visible ASCII characters");
            return Optional.empty();
        }
        DocumentNode other = first.putIfAbsent(id, node);
        if (other != null) {
            problems.add(node, "id: '" + id + "' stands at " + other.place() + " already");
            return Optional.empty();
        }
        return Optional.of(id);
    }
}

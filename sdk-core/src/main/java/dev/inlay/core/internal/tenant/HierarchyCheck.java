package dev.inlay.core.internal.tenant;

import dev.inlay.api.tenant.TenantId;
import dev.inlay.api.tenant.TenantPath;
import dev.inlay.core.internal.json.DocumentNode;
import dev.inlay.core.internal.json.Problems;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Sees to it that all paths together are one tree: an id names one node, and a node stands in one place. Not
 * thread-safe.
 */
final class HierarchyCheck {

    private final Problems problems;
    private final Map<TenantId, Node> nodes = new HashMap<>();

    HierarchyCheck(Problems problems) {
        this.problems = problems;
    }

    /** Whether the path fits with all before it; notes a problem for each node that does not. */
    boolean accepts(TenantPath path, DocumentNode where) {
        Optional<TenantId> reseller = path.reseller();
        boolean fits = fits(path.platform(), new Node("the platform", where, false));
        fits &= fits(path.oem(), new Node("an OEM", where, false));
        if (reseller.isPresent()) {
            fits &= fits(reseller.get(), new Node("a reseller of OEM '" + path.oem() + "'", where, false));
        }
        fits &= fits(path.tenant(), new Node("a tenant", where, true));
        return fits;
    }

    private boolean fits(TenantId id, Node node) {
        Node known = nodes.putIfAbsent(id, node);
        if (known == null || (known.role.equals(node.role) && !node.unique)) {
            return true;
        }
        DocumentNode here = node.unique ? node.where.fields().getOrDefault("id", node.where) : node.where;
        problems.add(
                here,
                "'" + id + "' is " + node.role + " on line " + here.line() + " and " + known.role + " on line "
                        + known.where.line() + "; an id names one node, in one place");
        return false;
    }

    /** What an id stands for, and where the document says so first. */
    private record Node(String role, DocumentNode where, boolean unique) {}
}

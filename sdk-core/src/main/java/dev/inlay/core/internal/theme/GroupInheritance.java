package dev.inlay.core.internal.theme;

import dev.inlay.core.internal.json.Problems;
import dev.inlay.core.internal.theme.TokenTree.Group;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Follows {@code $extends} (DTCG §6.4): a group receives what the other one has and it has not. Groups and depth are
 * bounded, since a few lines could ask for millions of tokens. Not thread-safe.
 */
final class GroupInheritance {

    private static final int MAX_COPIES = 10_000;
    private static final int MAX_DEPTH = 100;

    private final Group root;
    private final Problems problems;
    private final Set<Group> expanding = Collections.newSetFromMap(new IdentityHashMap<>());
    private final Set<Group> expanded = Collections.newSetFromMap(new IdentityHashMap<>());
    private final Set<Group> inherited = Collections.newSetFromMap(new IdentityHashMap<>());
    private final Deque<Reference> following = new ArrayDeque<>();
    private int copies;

    GroupInheritance(Group root, Problems problems) {
        this.root = root;
        this.problems = problems;
    }

    /** Follows every {@code $extends} in the tree. */
    void resolve() {
        expand(root, 0);
    }

    private void expand(Group group, int depth) {
        if (expanded.contains(group)) {
            return;
        }
        if (!expanding.add(group)) {
            problems.add(following.getLast().where(), "$extends goes in a circle, through " + describe(group));
            return;
        }
        inherit(group, depth);
        for (TokenTree child : group.children.values()) {
            if (child instanceof Group inner) {
                expand(inner, depth + 1);
            }
        }
        expanding.remove(group);
        expanded.add(group);
    }

    private void inherit(Group group, int depth) {
        Reference reference = group.extended;
        if (reference == null || !inherited.add(group)) {
            return;
        }
        if (following.size() >= MAX_DEPTH) {
            problems.add(reference.where(), "more than " + MAX_DEPTH + " groups extend each other in a row");
            return;
        }
        following.addLast(reference);
        find(reference).ifPresent(target -> {
            expand(target, 0);
            copy(target, group, depth + 1, reference);
        });
        following.removeLast();
    }

    private Optional<Group> find(Reference reference) {
        TokenTree at = root;
        for (String segment : reference.segments()) {
            if (at instanceof Group group) {
                if (!group.children.containsKey(segment)) {
                    inherit(group, 0);
                }
                at = group.children.get(segment);
            } else {
                at = null;
            }
            if (at == null) {
                problems.add(reference.where(), "there is no group '" + reference + "'");
                return Optional.empty();
            }
        }
        if (at instanceof Group group) {
            return Optional.of(group);
        }
        problems.add(reference.where(), "$extends must name a group, and '" + reference + "' is a token");
        return Optional.empty();
    }

    private void copy(Group from, Group into, int depth, Reference reference) {
        if (into.type != null && from.type != null && into.type != from.type) {
            problems.add(reference.where(), "the group extends a '" + from.type + "' and says '" + into.type + "'");
        }
        into.type = into.type == null ? from.type : into.type;
        if (depth > MAX_DEPTH) {
            problems.add(reference.where(), "the tokens would be more than " + MAX_DEPTH + " groups deep");
            return;
        }
        for (Map.Entry<String, TokenTree> child : from.children.entrySet()) {
            if (++copies > MAX_COPIES) {
                problems.add(reference.where(), "more than " + MAX_COPIES + " tokens would be inherited");
                return;
            }
            copy(child.getKey(), child.getValue(), into, depth, reference);
        }
    }

    private void copy(String name, TokenTree child, Group into, int depth, Reference reference) {
        TokenTree own = into.children.get(name);
        if (child instanceof Group group && (own == null || own instanceof Group)) {
            Group target = own instanceof Group present ? present : new Group(group.where());
            into.children.put(name, target);
            copy(group, target, depth + 1, reference);
        } else if (own == null) {
            into.children.put(name, child);
        } else if (child instanceof Group || own instanceof Group) {
            problems.add(own.where(), "is a token in one and a group in the other of '" + reference + "'");
        }
    }

    private static String describe(Group group) {
        return group.where().pointer().isEmpty()
                ? "the document"
                : group.where().pointer();
    }
}

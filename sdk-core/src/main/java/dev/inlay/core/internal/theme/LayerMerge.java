package dev.inlay.core.internal.theme;

import dev.inlay.core.internal.json.DocumentNode;
import dev.inlay.core.internal.json.Problems;
import dev.inlay.core.internal.theme.TokenTree.Group;
import dev.inlay.core.internal.theme.TokenTree.Token;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Puts layers on top of each other, the last one uppermost. A token replaces the one below as a whole, but keeps its
 * type where it names none: what a level has promised as a colour stays one. For the same reason no layer may give a
 * token or group another type, or make one into the other. Not thread-safe.
 */
final class LayerMerge {

    private final Problems problems;

    LayerMerge(Problems problems) {
        this.problems = problems;
    }

    /** Merges one layer or more into a new tree. */
    Group merge(List<Layer> layers) {
        Group merged = new Group(layers.get(0).root().where());
        for (Layer layer : layers) {
            merge(merged, layer.root());
        }
        return merged;
    }

    private void merge(Group into, Group from) {
        into.type = type(into.type, from.type, from);
        if (from.extended != null) {
            into.extended = from.extended;
        }
        for (Map.Entry<String, TokenTree> child : from.children.entrySet()) {
            TokenTree below = into.children.get(child.getKey());
            into.children.put(child.getKey(), merged(below, child.getValue()));
        }
    }

    private TokenTree merged(@Nullable TokenTree below, TokenTree above) {
        if (above instanceof Token token) {
            if (below instanceof Group) {
                problems.add(token.where(), "is a token here and a group in " + below.where());
            }
            return below instanceof Token lower ? token.withType(type(lower.type(), token.type(), token)) : token;
        }
        if (below instanceof Token) {
            problems.add(above.where(), "is a group here and a token in " + below.where());
            return below;
        }
        Group group = below instanceof Group lower ? lower : new Group(above.where());
        merge(group, (Group) above);
        return group;
    }

    private @Nullable TokenType type(@Nullable TokenType below, @Nullable TokenType above, TokenTree tree) {
        if (below != null && above != null && below != above) {
            DocumentNode where = tree.where().fields().getOrDefault("$type", tree.where());
            problems.add(where, "must stay '" + below + "', as a layer below says");
        }
        return below == null ? above : below;
    }
}

package dev.inlay.core.internal.theme;

import dev.inlay.api.tenant.TenantId;
import dev.inlay.api.theme.Mode;
import dev.inlay.core.internal.json.DocumentNode;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A document of design tokens as a tree, of one layer or of several merged. */
sealed interface TokenTree {

    /** The name of the token that gives a group a value of its own (DTCG §6.2). */
    String ROOT = "$root";

    /** Where it stands in its document. */
    DocumentNode where();

    /** A group. Its children are sorted, so that nothing depends on the order in a file. Not thread-safe. */
    final class Group implements TokenTree {

        final Map<String, TokenTree> children = new TreeMap<>();

        @Nullable
        TokenType type;

        @Nullable
        Reference extended;

        private final DocumentNode where;

        Group(DocumentNode where) {
            this.where = where;
        }

        @Override
        public DocumentNode where() {
            return where;
        }
    }

    /**
     * A token.
     *
     * @param where the token in its document
     * @param type its own {@code $type}; null where it is inherited
     * @param value its {@code $value}, or the text of its {@code $ref}
     * @param isPointer whether it has a {@code $ref}
     * @param definedBy the node whose layer holds it
     * @param mode the mode of that layer
     */
    record Token(
            DocumentNode where,
            @Nullable TokenType type,
            DocumentNode value,
            boolean isPointer,
            TenantId definedBy,
            Mode mode)
            implements TokenTree {

        Token withType(@Nullable TokenType other) {
            return new Token(where, other, value, isPointer, definedBy, mode);
        }
    }
}

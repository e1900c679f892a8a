package dev.inlay.core.internal.theme;

import dev.inlay.core.internal.json.DocumentNode;
import java.util.Optional;

/** Answers what a reference in a value stands for. Where it answers empty, it has noted why, or it cannot know. */
interface References {

    /** Knows nothing, for values that are looked at before the layers are merged. */
    References OPEN = new References() {
        @Override
        public Optional<Value> value(DocumentNode reference, TokenType expected) {
            return Optional.empty();
        }

        @Override
        public Optional<DocumentNode> literal(DocumentNode reference) {
            return Optional.empty();
        }
    };

    /** The value of an expected type that an alias or an object with {@code $ref} stands for. */
    Optional<Value> value(DocumentNode reference, TokenType expected);

    /** The number, text or array that an object with {@code $ref} stands for. */
    Optional<DocumentNode> literal(DocumentNode reference);
}

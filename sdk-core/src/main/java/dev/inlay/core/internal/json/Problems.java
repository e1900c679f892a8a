package dev.inlay.core.internal.json;

import dev.inlay.api.error.InvalidDocumentException;
import dev.inlay.api.error.InvalidDocumentException.Problem;
import dev.inlay.api.error.InvalidValueException;
import dev.inlay.core.internal.json.DocumentNode.Kind;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Collects everything that is wrong in a document while it is read, so that a person mends all of it at once. Reading
 * methods answer empty where something is wrong and note the problem. The same problem is noted once. Not thread-safe.
 */
public final class Problems {

    private final Set<Problem> found = new LinkedHashSet<>();

    /**
     * Notes a problem.
     *
     * @param where the value that is wrong
     * @param message what is wrong and what would be right
     */
    public void add(DocumentNode where, String message) {
        found.add(where.problem(message));
    }

    /**
     * Notes a problem that has no value to stand at, such as a missing file.
     *
     * @param problem what is wrong, and where
     */
    public void add(Problem problem) {
        found.add(problem);
    }

    /**
     * Notes what another reading found.
     *
     * @param others its problems
     */
    public void addAll(Problems others) {
        found.addAll(others.found);
    }

    /**
     * How many were found so far.
     *
     * @return 0 or more
     */
    public int count() {
        return found.size();
    }

    /**
     * Ends the reading.
     *
     * @throws InvalidDocumentException with every problem when there is any
     */
    public void throwIfAny() {
        if (!found.isEmpty()) {
            throw new InvalidDocumentException(List.copyOf(found));
        }
    }

    /**
     * Expects a kind of value.
     *
     * @param node the value
     * @param kind what it must be
     * @return whether it is
     */
    public boolean expect(DocumentNode node, Kind kind) {
        if (node.kind() == kind) {
            return true;
        }
        add(node, "must be " + kind.words() + ", not " + node.kind().words());
        return false;
    }

    /**
     * Refuses fields that nobody reads, which are misspelt more often than not.
     *
     * @param object an object
     * @param known the names that are read
     */
    public void allowOnly(DocumentNode object, Set<String> known) {
        object.fields().forEach((name, node) -> {
            if (!known.contains(name)) {
                add(
                        node,
                        "unknown field '" + name + "'; known are "
                                + known.stream().sorted().toList());
            }
        });
    }

    /**
     * Reads a field that must be there.
     *
     * @param object an object
     * @param field its name
     * @param kind what it must be
     * @return empty when it is missing or of another kind
     */
    public Optional<DocumentNode> required(DocumentNode object, String field, Kind kind) {
        if (!object.fields().containsKey(field)) {
            add(object, "field '" + field + "' is missing");
            return Optional.empty();
        }
        return optional(object, field, kind);
    }

    /**
     * Reads a field that may be there.
     *
     * @param object an object
     * @param field its name
     * @param kind what it must be
     * @return empty when it is missing or of another kind
     */
    public Optional<DocumentNode> optional(DocumentNode object, String field, Kind kind) {
        DocumentNode node = object.fields().get(field);
        return node != null && expect(node, kind) ? Optional.of(node) : Optional.empty();
    }

    /**
     * Makes a value, and notes at a place why it was refused.
     *
     * @param where the value in the document
     * @param maker makes the value
     * @param <T> what is made
     * @return empty when the maker threw {@link InvalidValueException}
     */
    public <T> Optional<T> make(DocumentNode where, Supplier<T> maker) {
        try {
            return Optional.of(maker.get());
        } catch (InvalidValueException e) {
            add(where, e.getMessage());
            return Optional.empty();
        }
    }
}

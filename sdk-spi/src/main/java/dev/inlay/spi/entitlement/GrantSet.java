package dev.inlay.spi.entitlement;

import dev.inlay.api.error.InvalidValueException;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * All that one source grants a tenant, over a half-open interval. Immutable.
 *
 * @since 0.1
 */
public final class GrantSet {

    private final SourceKind kind;
    private final String id;
    private final @Nullable Instant from;
    private final @Nullable Instant until;
    private final List<Grant> grants;

    private GrantSet(SourceKind kind, String id, @Nullable Instant from, @Nullable Instant until, List<Grant> grants) {
        this.kind = Objects.requireNonNull(kind, "kind");
        this.id = Objects.requireNonNull(id, "id");
        this.from = from;
        this.until = until;
        this.grants = List.copyOf(grants);
        if (from != null && until != null && !from.isBefore(until)) {
            throw new InvalidValueException("until", "must be after " + from + ", was " + until + ", in " + id);
        }
        if (grants.stream().map(Grant::feature).distinct().count() != grants.size()) {
            throw new InvalidValueException("grants", "a feature stands twice in " + id);
        }
    }

    /**
     * Creates a set.
     *
     * @param kind where it comes from
     * @param id the contract's or plan's id
     * @param from when it begins to hold, inclusive; {@code null} for always
     * @param until when it ends, exclusive; {@code null} for never
     * @param grants at most one per feature; copied
     * @return the set
     * @throws InvalidValueException for {@code until} when it is not after {@code from}, for {@code grants} when a
     *     feature stands twice
     */
    public static GrantSet of(
            SourceKind kind, String id, @Nullable Instant from, @Nullable Instant until, List<Grant> grants) {
        return new GrantSet(kind, id, from, until, grants);
    }

    /**
     * Where it comes from.
     *
     * @return the kind, which is also its precedence
     */
    public SourceKind kind() {
        return kind;
    }

    /**
     * The contract's or plan's id.
     *
     * @return for people
     */
    public String id() {
        return id;
    }

    /**
     * When it begins to hold, inclusive.
     *
     * @return empty for always
     */
    public Optional<Instant> from() {
        return Optional.ofNullable(from);
    }

    /**
     * When it ends, exclusive.
     *
     * @return empty for never
     */
    public Optional<Instant> until() {
        return Optional.ofNullable(until);
    }

    /**
     * What it grants.
     *
     * @return at most one per feature; unmodifiable
     */
    public List<Grant> grants() {
        return grants;
    }
}

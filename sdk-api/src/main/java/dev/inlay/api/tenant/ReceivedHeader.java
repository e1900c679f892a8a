package dev.inlay.api.tenant;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A tenant header or seal as it arrived, with what the receiver knows of its sender. Immutable.
 *
 * @since 0.1
 */
public final class ReceivedHeader {

    private final List<String> values;
    private final @Nullable TenantId user;
    private final @Nullable String from;

    private ReceivedHeader(List<String> values, @Nullable TenantId user, @Nullable String from) {
        this.values = List.copyOf(values);
        this.user = user;
        this.from = from;
    }

    /**
     * Creates a header from every field of its name, because more than one must be refused.
     *
     * @param values as many as arrived, none when there was none; copied
     * @return the header
     */
    public static ReceivedHeader of(List<String> values) {
        return new ReceivedHeader(values, null, null);
    }

    /**
     * Creates a header that arrived as one field.
     *
     * @param value its value
     * @return the header
     */
    public static ReceivedHeader of(String value) {
        return of(List.of(value));
    }

    /**
     * Adds the tenant that the verified identity of the user belongs to. A header that names another one is refused.
     *
     * @param tenant from the user's session or token, verified by the host
     * @return this header, for that user
     */
    public ReceivedHeader withUser(TenantId tenant) {
        return new ReceivedHeader(values, Objects.requireNonNull(tenant, "tenant"), from);
    }

    /**
     * Adds where it came from, for reports about refusals.
     *
     * @param from an address or a queue, in words an operator understands; never trusted
     * @return this header, from there
     */
    public ReceivedHeader withSender(String from) {
        return new ReceivedHeader(values, user, Objects.requireNonNull(from, "from"));
    }

    /**
     * The values of all fields.
     *
     * @return unmodifiable
     */
    public List<String> values() {
        return values;
    }

    /**
     * The tenant of the user.
     *
     * @return empty when no user is known
     */
    public Optional<TenantId> user() {
        return Optional.ofNullable(user);
    }

    /**
     * Where it came from.
     *
     * @return empty when nobody said
     */
    public Optional<String> sender() {
        return Optional.ofNullable(from);
    }

    /** Says how many values there are, and not which: a header is a secret while it is valid. */
    @Override
    public String toString() {
        return values.size() + " values" + (from == null ? "" : " from " + from);
    }
}

package dev.inlay.api.tenant;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How far this node can trust what it knows of the tenants. While the directory's source does not answer, or answers
 * with what cannot be read, the node serves the last known profiles and the state is stale. Immutable.
 *
 * @since 0.1
 */
public final class DirectoryState {

    private final long version;
    private final String reason;
    private final @Nullable Instant lastRefreshed;

    private DirectoryState(long version, String reason, @Nullable Instant lastRefreshed) {
        this.version = version;
        this.reason = reason;
        this.lastRefreshed = lastRefreshed;
    }

    /**
     * The state of a directory that is up to date.
     *
     * @param version the directory's version
     * @return without {@link #lastRefreshed()}, see {@link #refreshedAt(Instant)}
     */
    public static DirectoryState fresh(long version) {
        return new DirectoryState(version, "", null);
    }

    /**
     * The state of a directory that may be out of date.
     *
     * @param version the directory's version
     * @param reason why, in words that an operator understands; an empty one is replaced
     * @return without {@link #lastRefreshed()}, see {@link #refreshedAt(Instant)}
     */
    public static DirectoryState stale(long version, String reason) {
        return new DirectoryState(version, reason.isBlank() ? "the directory's source does not answer" : reason, null);
    }

    /**
     * The same with the time of the last look at the source that succeeded.
     *
     * @param at the time
     * @return a new state
     */
    public DirectoryState refreshedAt(Instant at) {
        return new DirectoryState(version, reason, Objects.requireNonNull(at, "at"));
    }

    /**
     * The version of the directory that this node serves.
     *
     * @return grows with every change
     */
    public long version() {
        return version;
    }

    /**
     * Whether changes may have been missed since {@link #lastRefreshed()}.
     *
     * @return {@code true} while last known profiles serve
     */
    public boolean isStale() {
        return !reason.isEmpty();
    }

    /**
     * Why the directory is stale.
     *
     * @return in words that an operator understands; empty when it is not stale
     */
    public String reason() {
        return reason;
    }

    /**
     * When the source was last looked at with success.
     *
     * @return empty when it never was, or the directory does not say
     */
    public Optional<Instant> lastRefreshed() {
        return Optional.ofNullable(lastRefreshed);
    }

    @Override
    public String toString() {
        String since = lastRefreshed == null ? "" : ", refreshed " + lastRefreshed;
        return "version " + version + since + (isStale() ? ", stale: " + reason : "");
    }
}

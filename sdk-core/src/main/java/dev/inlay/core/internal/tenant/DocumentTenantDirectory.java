package dev.inlay.core.internal.tenant;

import dev.inlay.api.error.InlayException;
import dev.inlay.api.tenant.DirectoryState;
import dev.inlay.api.tenant.TenantId;
import dev.inlay.api.tenant.TenantProfile;
import dev.inlay.spi.tenant.TenantDirectory;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A directory held in memory and replaced as a whole. Empty, at version 0, until the first replacement. */
final class DocumentTenantDirectory implements TenantDirectory {

    private volatile State state = new State(0, Map.of());
    private volatile Look look = new Look("", null);
    private volatile @Nullable Watch watch;

    @Override
    public Optional<TenantProfile> find(TenantId id) {
        TenantProfile profile = state.profiles.get(id);
        String failure = profile == null ? failure(look) : "";
        if (profile == null && !failure.isEmpty()) {
            throw new InlayException(
                    "tenant.directory.unavailable",
                    true,
                    "the documents cannot be read, and the last ones that could do not name tenant '" + id
                            + "'; mend them and try again: " + failure,
                    null);
        }
        return Optional.ofNullable(profile);
    }

    @Override
    public long version() {
        return state.version;
    }

    @Override
    public DirectoryState state() {
        Look last = look;
        String failure = failure(last);
        DirectoryState now =
                failure.isEmpty() ? DirectoryState.fresh(version()) : DirectoryState.stale(version(), failure);
        return last.succeededAt == null ? now : now.refreshedAt(last.succeededAt);
    }

    /** Why the documents are stale, also because no look has ended for too long; empty while they are not. */
    private String failure(Look last) {
        Watch watched = watch;
        Instant at = last.succeededAt;
        if (last.failure.isEmpty() && watched != null && at != null && watched.isOverdue(at)) {
            return "the documents have not been looked at for longer than " + watched.overdue.toMillis() + " ms";
        }
        return last.failure;
    }

    /** Whether the last look that ended failed; one that does not end is no failure, and may yet succeed. */
    boolean hasFailed() {
        return !look.failure.isEmpty();
    }

    /** From now on the documents are stale when no look has succeeded for a while. */
    void watched(InstantSource clock, Duration overdue) {
        watch = new Watch(clock, overdue);
    }

    /** From now on nobody looks. */
    void unwatched() {
        watch = null;
    }

    /** Puts other profiles in force; the version grows only when they differ. */
    synchronized void replace(Map<TenantId, TenantProfile> profiles) {
        State old = state;
        if (old.version == 0 || !old.profiles.equals(profiles)) {
            state = new State(old.version + 1, Map.copyOf(profiles));
        }
    }

    /** What is in force is what the documents say. */
    synchronized void succeeded(Instant at) {
        look = new Look("", at);
    }

    /** The documents say something that cannot be put in force; what was, stays. */
    synchronized void failed(String reason) {
        look = new Look(reason, look.succeededAt);
    }

    private record State(long version, Map<TenantId, TenantProfile> profiles) {}

    private record Watch(InstantSource clock, Duration overdue) {

        boolean isOverdue(Instant since) {
            return clock.instant().isAfter(since.plus(overdue));
        }
    }

    private record Look(String failure, @Nullable Instant succeededAt) {}
}

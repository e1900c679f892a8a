package dev.inlay.core.internal.audit;

import dev.inlay.api.audit.AuditCheckpoint;
import dev.inlay.api.audit.AuditVerification;
import dev.inlay.api.error.InlayException;
import dev.inlay.api.tenant.TenantId;
import dev.inlay.spi.audit.CheckpointAnchor;
import dev.inlay.spi.store.AuditStore;
import dev.inlay.spi.store.AuditStore.Head;
import dev.inlay.spi.tenant.KeySource;
import java.io.IOException;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Signs the heads of chains and hands them to the anchors. Remembers the last checkpoint of each tenant, and signs
 * nothing that does not go on from it. Thread-safe.
 */
public final class CheckpointMaker {

    private final AuditStore store;
    private final Optional<KeySource> keys;
    private final List<CheckpointAnchor> anchors;
    private final InstantSource clock;
    private final Map<TenantId, AuditCheckpoint> made = new ConcurrentHashMap<>();
    private volatile Consumer<TenantId> appended = tenant -> {};

    /**
     * Creates one; asks nobody yet.
     *
     * @param store where the chains are kept
     * @param keys sign and verify; empty where none are installed
     * @param anchors where checkpoints go
     * @param clock the instance's clock
     */
    public CheckpointMaker(
            AuditStore store, Optional<KeySource> keys, List<CheckpointAnchor> anchors, InstantSource clock) {
        this.store = store;
        this.keys = keys;
        this.anchors = List.copyOf(anchors);
        this.clock = clock;
    }

    /**
     * Whether checkpoints can be made and kept.
     *
     * @return with keys and at least one anchor
     */
    public boolean canAnchor() {
        return keys.isPresent() && !anchors.isEmpty();
    }

    /** Tells who wants to know that a record was appended to a tenant's chain, in a transaction that may not commit. */
    void onAppend(Consumer<TenantId> listener) {
        appended = listener;
    }

    void appended(TenantId tenant) {
        appended.accept(tenant);
    }

    long lastSeq(TenantId tenant) {
        return store.head(tenant).seq();
    }

    AuditCheckpoint make(TenantId tenant) {
        KeySource signing = keys.orElseThrow(CheckpointMaker::noKeys);
        AuditCheckpoint before = made.get(tenant);
        Head head = store.head(tenant);
        requireHonest(tenant, before, head);
        AuditCheckpoint checkpoint = Checkpoints.sign(tenant, head, clock.instant(), signing.current());
        made.merge(tenant, checkpoint, (one, other) -> one.seq() > other.seq() ? one : other);
        anchor(checkpoint);
        return checkpoint;
    }

    /**
     * A head that the chain does not bear out is not signed: that would bless what somebody changed. The first
     * checkpoint of a tenant walks its whole chain, a later one begins at the checkpoint before it, which was read
     * before the head was.
     */
    private void requireHonest(TenantId tenant, @Nullable AuditCheckpoint before, Head head) {
        if (before != null && head.seq() < before.seq()) {
            throw broken("tenant '" + tenant + "': record " + (head.seq() + 1)
                    + " is missing: the checkpoint made at " + before.at() + " names record " + before.seq()
                    + ", so the chain was cut");
        }
        if (head.seq() == 0) {
            throw new InlayException("audit.empty", "the trail of tenant '" + tenant + "' has no record yet");
        }
        ChainWalk walk = before == null
                ? new ChainWalk(store, tenant, List.of())
                : new ChainWalk(store, tenant, before.seq() - 1, List.of(before));
        AuditVerification found = walk.verifyUpTo(head);
        if (!found.intact()) {
            throw broken(found.problem());
        }
    }

    private static InlayException broken(String problem) {
        return new InlayException(
                "audit.broken",
                problem + "; no checkpoint was made: verify the trail against the checkpoints that were kept");
    }

    private void anchor(AuditCheckpoint checkpoint) {
        InlayException failure = null;
        for (CheckpointAnchor anchor : anchors) {
            try {
                anchor.anchor(checkpoint);
            } catch (IOException | RuntimeException e) {
                InlayException failed = new InlayException(
                        "audit.anchor",
                        true,
                        "an anchor did not take the checkpoint of tenant '" + checkpoint.tenant() + "' at position "
                                + checkpoint.seq() + "; make another once it does",
                        e);
                if (failure == null) {
                    failure = failed;
                } else {
                    failure.addSuppressed(failed);
                }
            }
        }
        if (failure != null) {
            throw failure;
        }
    }

    List<AuditCheckpoint> verified(TenantId tenant, Collection<AuditCheckpoint> checkpoints) {
        return Checkpoints.verified(
                tenant,
                checkpoints,
                id -> keys.orElseThrow(CheckpointMaker::noKeys).find(id));
    }

    private static InlayException noKeys() {
        return new InlayException(
                "instance.no-keys", "checkpoints are signed; install SigningKeys or another KeySource");
    }
}

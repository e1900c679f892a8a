package dev.inlay.core.internal.audit;

import dev.inlay.api.audit.AuditCheckpoint;
import dev.inlay.api.audit.AuditRecord;
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
import java.util.Optional;
import java.util.function.Consumer;

/** Signs the heads of chains and hands them to the anchors. Thread-safe. */
public final class CheckpointMaker {

    private final AuditStore store;
    private final Optional<KeySource> keys;
    private final List<CheckpointAnchor> anchors;
    private final InstantSource clock;
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
        Head head = store.head(tenant);
        if (head.seq() == 0) {
            throw new InlayException("audit.empty", "the trail of tenant '" + tenant + "' has no record yet");
        }
        requireHonest(tenant, head);
        AuditCheckpoint checkpoint = Checkpoints.sign(tenant, head, clock.instant(), signing.current());
        anchor(checkpoint);
        return checkpoint;
    }

    /** A head that the chain does not bear out is not signed: that would bless what somebody changed. */
    private void requireHonest(TenantId tenant, Head head) {
        List<AuditRecord> last = store.read(tenant, head.seq() - 1, 1);
        if (last.isEmpty()
                || last.get(0).seq() != head.seq()
                || !last.get(0).hash().equals(head.hash())
                || !AuditChain.hashOf(last.get(0)).equals(head.hash())) {
            throw new InlayException(
                    "audit.broken",
                    "record " + head.seq() + " of tenant '" + tenant
                            + "' is not what the head kept by the store says; verify the trail");
        }
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

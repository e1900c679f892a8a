package dev.inlay.core.internal.entitlement;

import dev.inlay.api.error.InlayException;
import dev.inlay.api.tenant.TenantContext;
import dev.inlay.api.tenant.TenantId;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Finds the snapshot that answers now. Who comes first after a source changed asks it and compiles; others meanwhile
 * get the last snapshot, or, when a set began or ended since, what the last loaded sets say now. Only the first use of
 * a tenant waits for another thread. Thread-safe.
 */
final class Snapshots {

    private final Sources sources;
    private final InstantSource clock;
    private final SnapshotCompiler compiler = new SnapshotCompiler();
    private final ConcurrentMap<TenantId, Slot> slots = new ConcurrentHashMap<>();

    Snapshots(Sources sources, InstantSource clock) {
        this.sources = sources;
        this.clock = clock;
    }

    /** The snapshot of a tenant; allocates only when a new one is due. */
    Snapshot of(TenantContext tenant) {
        Slot slot = slots.get(tenant.id());
        if (slot == null) {
            slot = slots.computeIfAbsent(tenant.id(), id -> new Slot());
        }
        Snapshot snapshot = slot.snapshot.get();
        if (snapshot != null && snapshot.covers(clock) && sources.standBy(snapshot.loaded(), tenant)) {
            return snapshot;
        }
        return refresh(slot, tenant);
    }

    private Snapshot refresh(Slot slot, TenantContext tenant) {
        Snapshot last = slot.snapshot.get();
        if (last == null) {
            slot.loading.lock();
        } else if (sources.standBy(last.loaded(), tenant) || !slot.loading.tryLock()) {
            return forNow(slot, last);
        }
        try {
            return reload(slot, tenant);
        } finally {
            slot.loading.unlock();
        }
    }

    private Snapshot reload(Slot slot, TenantContext tenant) {
        Snapshot last = slot.snapshot.get();
        if (last != null && sources.standBy(last.loaded(), tenant)) {
            return forNow(slot, last);
        }
        Loaded loaded = last == null ? firstLoad(slot, tenant) : sources.load(tenant, last.loaded());
        while (true) {
            Snapshot before = slot.snapshot.get();
            Snapshot next = compiler.compile(loaded, clock.instant());
            if (slot.snapshot.compareAndSet(before, next)) {
                return next;
            }
        }
    }

    private Loaded firstLoad(Slot slot, TenantContext tenant) {
        Failure failure = slot.failure;
        if (failure != null && failure.pause().isOn(clock)) {
            throw Sources.unavailable(tenant, failure.cause());
        }
        try {
            return sources.load(tenant, null);
        } catch (InlayException e) {
            slot.failure = new Failure(Pause.after(clock.millis()), e.getCause() == null ? e : e.getCause());
            throw e;
        }
    }

    /** Compiles the last loaded sets anew when one of them began or ended. */
    private Snapshot forNow(Slot slot, Snapshot last) {
        Snapshot before = last;
        while (!before.covers(clock)) {
            Instant now = clock.instant();
            Snapshot next = compiler.compile(before.loaded(), now);
            Snapshot witness = slot.snapshot.compareAndExchange(before, next);
            if (witness == before) {
                return next;
            }
            before = Objects.requireNonNull(witness);
        }
        return before;
    }

    /** The place of one tenant's snapshot. */
    private static final class Slot {

        private final ReentrantLock loading = new ReentrantLock();
        private final AtomicReference<@Nullable Snapshot> snapshot = new AtomicReference<>();
        private volatile @Nullable Failure failure;
    }

    /**
     * A first load that failed.
     *
     * @param pause until when it is not tried again
     * @param cause what the source said
     */
    private record Failure(Pause pause, Throwable cause) {}
}

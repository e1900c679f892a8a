package dev.inlay.core.internal.audit;

import dev.inlay.api.tenant.TenantId;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes a checkpoint for each tenant whose chain grew on this node: after so many records, after so much time, and when
 * the instance closes. One daemon, which sleeps while nothing is appended. What fails is tried again in the next round.
 * Thread-safe.
 */
public final class CheckpointRounds implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(CheckpointRounds.class);

    private final CheckpointMaker maker;
    private final int records;
    private final long nanos;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Map<TenantId, Integer> grown = new HashMap<>();
    private @Nullable Thread thread;
    private boolean full;
    private boolean closing;
    /** Touched by the daemon alone, as is the next. */
    private boolean failing;

    private final Map<TenantId, Long> anchored = new HashMap<>();

    /**
     * Creates rounds that have not begun.
     *
     * @param maker makes the checkpoints
     * @param records how many appended to one chain make a round due
     * @param time how long after the first record a round is due at the latest
     */
    public CheckpointRounds(CheckpointMaker maker, int records, Duration time) {
        this.maker = maker;
        this.records = records;
        this.nanos = time.toNanos();
    }

    /**
     * Begins, where checkpoints can be made and kept; else does nothing.
     *
     * @param threads makes daemons
     */
    public void start(ThreadFactory threads) {
        lock.lock();
        try {
            if (!maker.canAnchor() || thread != null || closing) {
                return;
            }
            maker.onAppend(this::appended);
            Thread started = threads.newThread(this::rounds);
            thread = started;
            started.start();
        } finally {
            lock.unlock();
        }
    }

    private void appended(TenantId tenant) {
        lock.lock();
        try {
            int count = grown.merge(tenant, 1, Integer::sum);
            full |= count >= records;
            if (full || (grown.size() == 1 && count == 1)) {
                changed.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    private void rounds() {
        while (awaitDue()) {
            round();
        }
        round();
    }

    /** {@code false} when the instance closes. */
    private boolean awaitDue() {
        lock.lock();
        try {
            while (grown.isEmpty() && !closing) {
                changed.awaitUninterruptibly();
            }
            long left = nanos;
            while (!full && !closing && left > 0) {
                left = changed.awaitNanos(left);
            }
        } catch (InterruptedException e) {
            LOG.debug("a stray interrupt makes a round come early", e);
        } finally {
            lock.unlock();
        }
        return !closing;
    }

    private void round() {
        Map<TenantId, Integer> due = due();
        boolean failed = false;
        for (TenantId tenant : due.keySet()) {
            failed |= !make(tenant);
        }
        failing = failed;
    }

    private Map<TenantId, Integer> due() {
        lock.lock();
        try {
            Map<TenantId, Integer> due = new HashMap<>(grown);
            grown.clear();
            full = false;
            return due;
        } finally {
            lock.unlock();
        }
    }

    /** Looks once more in the next round, since what was appended may commit only then. */
    private boolean make(TenantId tenant) {
        try {
            long seq = maker.lastSeq(tenant);
            if (seq == anchored.getOrDefault(tenant, 0L)) {
                return true;
            }
            anchored.put(tenant, maker.make(tenant).seq());
            again(tenant);
            return true;
        } catch (RuntimeException e) {
            if (!failing) {
                LOG.warn("no checkpoint was made for tenant {}; it is tried again, silently", tenant, e);
            }
            again(tenant);
            return false;
        }
    }

    private void again(TenantId tenant) {
        lock.lock();
        try {
            grown.merge(tenant, 1, Integer::sum);
        } finally {
            lock.unlock();
        }
    }

    /** Ends after a last round, for which it waits at most 5 s. Idempotent. */
    @Override
    public void close() {
        Thread ending;
        lock.lock();
        try {
            closing = true;
            ending = thread;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        if (ending != null) {
            try {
                TimeUnit.SECONDS.timedJoin(ending, 5);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}

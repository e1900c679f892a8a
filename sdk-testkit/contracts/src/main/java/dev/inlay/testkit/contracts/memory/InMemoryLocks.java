package dev.inlay.testkit.contracts.memory;

import dev.inlay.api.error.TransactionLostException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** Exclusive locks held by transactions. A wait that closes a circle fails at once, any other after the time-out. */
final class InMemoryLocks {

    private final Duration timeout;
    private final ReentrantLock monitor = new ReentrantLock();
    private final Condition released = monitor.newCondition();
    private final Map<Object, InMemoryTransaction> owners = new HashMap<>();
    private final Map<InMemoryTransaction, Object> waiting = new HashMap<>();

    InMemoryLocks(Duration timeout) {
        this.timeout = timeout;
    }

    void acquire(InMemoryTransaction transaction, Object key) {
        monitor.lock();
        try {
            waiting.put(transaction, key);
            long nanos = timeout.toNanos();
            while (owners.getOrDefault(key, transaction) != transaction) {
                if (isDeadlocked(transaction)) {
                    throw new TransactionLostException("deadlock on " + key, null);
                }
                if (nanos <= 0) {
                    throw new TransactionLostException("lock on " + key + " not given within " + timeout, null);
                }
                nanos = released.awaitNanos(nanos);
            }
            owners.put(key, transaction);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TransactionLostException("interrupted while waiting for a lock on " + key, e);
        } finally {
            waiting.remove(transaction);
            monitor.unlock();
        }
    }

    boolean tryAcquire(InMemoryTransaction transaction, Object key) {
        monitor.lock();
        try {
            return owners.computeIfAbsent(key, free -> transaction) == transaction;
        } finally {
            monitor.unlock();
        }
    }

    void releaseAll(InMemoryTransaction transaction) {
        monitor.lock();
        try {
            if (owners.values().removeIf(owner -> owner == transaction)) {
                released.signalAll();
            }
        } finally {
            monitor.unlock();
        }
    }

    private boolean isDeadlocked(InMemoryTransaction transaction) {
        InMemoryTransaction next = ownerAwaitedBy(transaction);
        while (next != null && next != transaction) {
            next = ownerAwaitedBy(next);
        }
        return next == transaction;
    }

    private @Nullable InMemoryTransaction ownerAwaitedBy(InMemoryTransaction transaction) {
        Object key = waiting.get(transaction);
        return key == null ? null : owners.get(key);
    }
}

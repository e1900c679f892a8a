package dev.inlay.testkit.contracts.memory;

import dev.inlay.api.error.StoreException;
import dev.inlay.api.error.TransactionLostException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * A transaction of an {@link InMemoryDatabase}. For one thread at a time.
 *
 * @since 0.1
 */
public final class InMemoryTransaction {

    private final InMemoryDatabase database;
    private final InMemoryLocks locks;
    private final List<Runnable> onCommit = new ArrayList<>();
    private final List<Runnable> onRollback = new ArrayList<>();
    private final Map<Object, Object> locals = new HashMap<>();
    private State state = State.OPEN;
    private boolean readOnly;

    InMemoryTransaction(InMemoryDatabase database, InMemoryLocks locks) {
        this.database = database;
        this.locks = locks;
    }

    /**
     * Leaves a change to be made when the transaction commits. Changes are made in order, all of them while nobody
     * reads through {@link InMemoryDatabase#atomically(Supplier)}, and before the locks are given back.
     *
     * @param change must not throw
     * @throws StoreException when the transaction may only read
     */
    public void onCommit(Runnable change) {
        requireOpen();
        if (readOnly) {
            throw new StoreException("store.failed", false, "the transaction may only read", null);
        }
        onCommit.add(change);
    }

    /** Refuses every change from now on, as a database does after {@code SET TRANSACTION READ ONLY}. */
    public void readOnly() {
        readOnly = true;
    }

    /**
     * Leaves something to be undone when the transaction rolls back, last first.
     *
     * @param undo must not throw
     */
    public void onRollback(Runnable undo) {
        requireOpen();
        onRollback.add(undo);
    }

    /**
     * What a store keeps for the time of this transaction, such as the rows that only this transaction sees yet.
     *
     * @param key unique to the store and the use
     * @param initial makes it at the first call
     * @param <T> what it is
     * @return the same object until the transaction ends
     */
    @SuppressWarnings("unchecked")
    public <T> T local(Object key, Supplier<? extends T> initial) {
        requireOpen();
        return (T) locals.computeIfAbsent(key, k -> initial.get());
    }

    /**
     * Takes an exclusive lock, as on a row, until the transaction ends. Taking it again does nothing. Blocks while
     * another transaction holds it.
     *
     * @param key what to lock; equal keys are the same lock
     * @throws TransactionLostException on a deadlock, or when the wait was too long; the transaction can then only be
     *     rolled back
     */
    public void lock(Object key) {
        requireOpen();
        try {
            locks.acquire(this, key);
        } catch (TransactionLostException e) {
            state = State.LOST;
            throw e;
        }
    }

    /**
     * Takes a lock as {@link #lock} does, unless another transaction holds it. Does not block.
     *
     * @param key what to lock; equal keys are the same lock
     * @return whether this transaction holds it now
     */
    public boolean tryLock(Object key) {
        requireOpen();
        return locks.tryAcquire(this, key);
    }

    /** Applies and ends the transaction. */
    void commit() {
        requireOpen();
        state = State.ENDED;
        try {
            database.atomically(() -> {
                onCommit.forEach(Runnable::run);
                return true;
            });
        } finally {
            locks.releaseAll(this);
        }
    }

    /** Undoes and ends the transaction; does nothing when it has ended. */
    void rollback() {
        if (state == State.ENDED) {
            return;
        }
        state = State.ENDED;
        try {
            for (int i = onRollback.size() - 1; i >= 0; i--) {
                onRollback.get(i).run();
            }
        } finally {
            locks.releaseAll(this);
        }
    }

    private void requireOpen() {
        switch (state) {
            case OPEN -> {}
            case LOST -> throw new TransactionLostException("the transaction was given up after a failed lock", null);
            case ENDED -> throw new IllegalStateException("the transaction has ended");
        }
    }

    private enum State {
        OPEN,
        LOST,
        ENDED
    }
}

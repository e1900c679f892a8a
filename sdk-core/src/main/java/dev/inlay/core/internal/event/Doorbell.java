package dev.inlay.core.internal.event;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** Wakes one thread that waits for its next turn. A ring before the wait is not lost. Thread-safe. */
final class Doorbell {

    private static final long LONGEST_NANOS = TimeUnit.HOURS.toNanos(1);

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition rung = lock.newCondition();
    private boolean ringing;

    void ring() {
        lock.lock();
        try {
            ringing = true;
            rung.signal();
        } finally {
            lock.unlock();
        }
    }

    /** Waits for a ring, or until the time is over, and stops the ringing. An interrupt ends the wait. */
    void await(long nanos) {
        lock.lock();
        try {
            long left = Math.min(nanos, LONGEST_NANOS);
            while (!ringing && left > 0) {
                left = rung.awaitNanos(left);
            }
        } catch (InterruptedException e) {
            // nobody interrupts this thread but a stray call from outside; a turn that comes early does no harm
        } finally {
            ringing = false;
            lock.unlock();
        }
    }
}

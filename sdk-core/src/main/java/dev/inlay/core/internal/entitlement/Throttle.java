package dev.inlay.core.internal.entitlement;

import java.util.concurrent.atomic.AtomicLong;

/** Lets one through in each stretch of time. Thread-safe. */
final class Throttle {

    private static final long NEVER = Long.MIN_VALUE;

    private final long millis;
    private final AtomicLong last = new AtomicLong(NEVER);

    Throttle(long millis) {
        this.millis = millis;
    }

    boolean admits(long now) {
        long before = last.get();
        boolean due = before == NEVER || now < before || now - before >= millis;
        return due && last.compareAndSet(before, now);
    }
}

package dev.inlay.core.internal.entitlement;

import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Lets one through in each stretch of time. Thread-safe. */
final class Throttle {

    private final long millis;
    private final AtomicReference<@Nullable Long> last = new AtomicReference<>();

    Throttle(long millis) {
        this.millis = millis;
    }

    boolean admits(long now) {
        Long before = last.get();
        boolean due = before == null || now < before || now - before >= millis;
        return due && last.compareAndSet(before, now);
    }
}

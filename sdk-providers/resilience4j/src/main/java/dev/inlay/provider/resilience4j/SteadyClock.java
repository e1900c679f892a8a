package dev.inlay.provider.resilience4j;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/**
 * Time that only goes forward, at the pace of the instance's clock: where that is set back, this one stands still for
 * the moment and then goes on. A pause therefore never lasts longer than it was meant to.
 */
final class SteadyClock implements InstantSource {

    private InstantSource source = InstantSource.fixed(Instant.EPOCH);
    private Instant last = Instant.EPOCH;
    private Instant steady = Instant.EPOCH;

    synchronized void follow(InstantSource other) {
        source = other;
        last = other.instant();
    }

    @Override
    public synchronized Instant instant() {
        Instant now = source.instant();
        Duration passed = Duration.between(last, now);
        if (!passed.isNegative()) {
            steady = steady.plus(passed);
        }
        last = now;
        return steady;
    }

    long nanos() {
        return Duration.between(Instant.EPOCH, instant()).toNanos();
    }
}

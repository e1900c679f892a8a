package dev.inlay.core.internal.entitlement;

import dev.inlay.spi.entitlement.GrantSet;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The longest stretch of time around an instant in which no set begins or ends; half-open. Immutable.
 *
 * <p>The milliseconds are there so that a clock can be compared without an {@link Instant} being made; only within the
 * very millisecond of a boundary is one asked for.
 */
final class Interval {

    private final Instant begins;
    private final Instant ends;
    private final long beginsMillis;
    private final long endsMillis;

    private Interval(Instant begins, Instant ends) {
        this.begins = begins;
        this.ends = ends;
        this.beginsMillis = millis(begins);
        this.endsMillis = millis(ends);
    }

    static Interval around(Instant now, List<GrantSet> sets) {
        Instant begins = Instant.MIN;
        Instant ends = Instant.MAX;
        for (Instant boundary : boundaries(sets)) {
            if (boundary.isAfter(now)) {
                ends = boundary.isBefore(ends) ? boundary : ends;
            } else {
                begins = boundary.isAfter(begins) ? boundary : begins;
            }
        }
        return new Interval(begins, ends);
    }

    boolean covers(InstantSource clock) {
        long now = clock.millis();
        return (beginsMillis < now && now < endsMillis) || contains(clock.instant());
    }

    private boolean contains(Instant now) {
        return !now.isBefore(begins) && now.isBefore(ends);
    }

    private static List<Instant> boundaries(List<GrantSet> sets) {
        return sets.stream()
                .flatMap(set -> Stream.of(set.from(), set.until()))
                .flatMap(Optional::stream)
                .toList();
    }

    private static long millis(Instant instant) {
        try {
            return instant.toEpochMilli();
        } catch (ArithmeticException beyondLong) {
            return instant.isBefore(Instant.EPOCH) ? Long.MIN_VALUE : Long.MAX_VALUE;
        }
    }
}

package dev.inlay.core.internal.entitlement;

import dev.inlay.spi.entitlement.Grant;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.TemporalAdjusters;

/**
 * The days over which a limit counts.
 *
 * @param first the first day, in the tenant's zone
 * @param last the last day, inclusive
 * @param resetAt when the day after the last one begins
 */
record UsageWindow(LocalDate first, LocalDate last, Instant resetAt) {

    static UsageWindow at(Instant now, Grant.Window window, ZoneId zone) {
        LocalDate today = LocalDate.ofInstant(now, zone);
        return switch (window) {
            case DAY -> between(today, today, zone);
            case MONTH -> between(today.withDayOfMonth(1), today.with(TemporalAdjusters.lastDayOfMonth()), zone);
        };
    }

    private static UsageWindow between(LocalDate first, LocalDate last, ZoneId zone) {
        return new UsageWindow(first, last, last.plusDays(1).atStartOfDay(zone).toInstant());
    }
}

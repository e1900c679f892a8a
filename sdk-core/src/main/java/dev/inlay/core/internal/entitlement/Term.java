package dev.inlay.core.internal.entitlement;

import dev.inlay.core.internal.json.DocumentNode;
import dev.inlay.core.internal.json.DocumentNode.Kind;
import dev.inlay.core.internal.json.Problems;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The days for which a contract holds.
 *
 * @param fromNode where the first day stands
 * @param from the first day
 * @param until the day after the last one; {@code null} for no end
 */
record Term(DocumentNode fromNode, LocalDate from, @Nullable LocalDate until) {

    /** Reads {@code from} and {@code until} of a contract; empty when there was a problem. */
    static Optional<Term> read(DocumentNode contract, Problems problems) {
        int before = problems.count();
        Optional<DocumentNode> fromNode = problems.required(contract, "from", Kind.STRING);
        Optional<LocalDate> from = fromNode.flatMap(node -> date(node, "from", problems));
        Optional<DocumentNode> untilNode = problems.optional(contract, "until", Kind.STRING);
        Optional<LocalDate> until = untilNode.flatMap(node -> date(node, "until", problems));
        if (from.isPresent() && until.isPresent() && !from.get().isBefore(until.get())) {
            problems.add(untilNode.get(), "until: must be after from, which is " + from.get());
        }
        return problems.count() == before
                ? Optional.of(new Term(fromNode.orElseThrow(), from.orElseThrow(), until.orElse(null)))
                : Optional.empty();
    }

    private static Optional<LocalDate> date(DocumentNode node, String field, Problems problems) {
        try {
            LocalDate date = LocalDate.parse(node.text());
            if (date.getYear() >= 1970 && date.getYear() <= 9999) {
                return Optional.of(date);
            }
        } catch (DateTimeParseException notADate) {
            // refused below, as one of another age is
        }
        problems.add(node, field + ": must be a date such as 2026-01-31, in the years 1970 to 9999");
        return Optional.empty();
    }

    boolean overlaps(Term other) {
        return (other.until == null || from.isBefore(other.until)) && (until == null || other.from.isBefore(until));
    }

    Instant begins(ZoneId zone) {
        return from.atStartOfDay(zone).toInstant();
    }

    Optional<Instant> ends(ZoneId zone) {
        return Optional.ofNullable(until).map(day -> day.atStartOfDay(zone).toInstant());
    }

    @Override
    public String toString() {
        return from + " to " + (until == null ? "no end" : until);
    }
}

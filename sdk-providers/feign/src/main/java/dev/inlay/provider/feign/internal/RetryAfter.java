package dev.inlay.provider.feign.internal;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoField;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** The Retry-After header (RFC 9110 §10.2.3): seconds, or a date in any of the three forms of §5.6.7. */
final class RetryAfter {

    /** A receiver that asks for more is asked again after a day. */
    static final Duration MAX = Duration.ofDays(1);

    private static final Pattern SECONDS = Pattern.compile("[0-9]{1,18}");

    private RetryAfter() {}

    /** Empty when the header is neither form, and when the date has passed. */
    static Optional<Duration> parse(String header, Instant now) {
        String value = header.strip();
        if (SECONDS.matcher(value).matches()) {
            return Optional.of(capped(Duration.ofSeconds(Long.parseLong(value))));
        }
        return date(value, now)
                .map(until -> Duration.between(now, until))
                .filter(wait -> !wait.isNegative())
                .map(RetryAfter::capped);
    }

    private static Duration capped(Duration wait) {
        return wait.compareTo(MAX) > 0 ? MAX : wait;
    }

    private static Optional<Instant> date(String value, Instant now) {
        for (DateTimeFormatter form : forms(now)) {
            try {
                return Optional.of(ZonedDateTime.parse(value, form).toInstant());
            } catch (DateTimeParseException e) {
                // the next form, or none
            }
        }
        return Optional.empty();
    }

    private static List<DateTimeFormatter> forms(Instant now) {
        // RFC 9110 §5.6.7: a two-digit year that seems more than 50 years ahead is of the past century
        LocalDate base = now.atZone(ZoneOffset.UTC).toLocalDate().minusYears(49);
        DateTimeFormatter rfc850 = new DateTimeFormatterBuilder()
                .appendPattern("EEEE, dd-MMM-")
                .appendValueReduced(ChronoField.YEAR, 2, 2, base)
                .appendPattern(" HH:mm:ss 'GMT'")
                .toFormatter(Locale.ENGLISH)
                .withZone(ZoneOffset.UTC);
        DateTimeFormatter asctime = DateTimeFormatter.ofPattern("EEE MMM [ ]d HH:mm:ss uuuu", Locale.ENGLISH)
                .withZone(ZoneOffset.UTC);
        return List.of(DateTimeFormatter.RFC_1123_DATE_TIME, rfc850, asctime);
    }
}

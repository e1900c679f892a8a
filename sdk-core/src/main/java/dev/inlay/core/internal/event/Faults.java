package dev.inlay.core.internal.event;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import org.slf4j.Logger;

/** What fails now, by part, and warnings that come once a minute at most per subject. Thread-safe. */
final class Faults {

    private static final long QUIET = 60_000_000_000L;
    private static final int MOST_SUBJECTS = 1_000;

    private final Logger log;
    private final RelayClock clock;
    private final Map<String, String> failing = new ConcurrentSkipListMap<>();
    private final Map<String, Long> warned = new TreeMap<>();

    Faults(Logger log, RelayClock clock) {
        this.log = log;
        this.clock = clock;
    }

    void failed(String part, Throwable cause) {
        failing.put(part, describe(cause));
        warn(part, "the relay's part '" + part + "' fails and is tried again: " + describe(cause));
    }

    void well(String part) {
        failing.remove(part);
    }

    List<String> current() {
        return failing.entrySet().stream()
                .map(fault -> fault.getKey() + ": " + fault.getValue())
                .toList();
    }

    void warn(String subject, String message) {
        if (mayWarn(subject)) {
            log.warn(message);
        }
    }

    private synchronized boolean mayWarn(String subject) {
        long now = clock.now();
        Long before = warned.get(subject);
        if (before != null && now - before < QUIET) {
            return false;
        }
        if (warned.size() >= MOST_SUBJECTS) {
            warned.clear();
        }
        warned.put(subject, now);
        return true;
    }

    static String describe(Throwable cause) {
        String message = cause.getMessage();
        return message == null || message.isEmpty() ? cause.getClass().getName() : message;
    }
}

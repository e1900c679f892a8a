package dev.inlay.example.benchmarks.chaos;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Compares what the host committed with what the ERP applied, without asking the outbox. */
final class Verdict {

    private final Ledger ledger;
    private final Set<String> suspects = new TreeSet<>();
    private long events;
    private long lost;
    private long appliedTwice;
    private long outOfOrder;
    private long gaps;
    private long phantom;

    /**
     * Compares.
     *
     * @param committed the last committed version by stream, from the host's own tables
     * @param acknowledged the last version by stream whose commit returned
     */
    Verdict(Ledger ledger, Map<String, Long> committed, Map<String, Long> acknowledged) {
        this.ledger = ledger;
        this.outOfOrder = ledger.outOfOrder();
        suspects.addAll(ledger.suspects());
        Map<String, List<Long>> applied = ledger.versions();
        Set<String> streams = new HashSet<>(committed.keySet());
        streams.addAll(applied.keySet());
        streams.addAll(acknowledged.keySet());
        for (String stream : streams) {
            long last = committed.getOrDefault(stream, 0L);
            events += last;
            long forgotten = Math.max(0, acknowledged.getOrDefault(stream, 0L) - last);
            lost += forgotten;
            boolean differs =
                    differs(last, applied.getOrDefault(stream, List.of()), Domain.isInOrderOfVersions(stream));
            if (forgotten > 0 || differs) {
                suspects.add(stream);
            }
        }
    }

    private boolean differs(long last, List<Long> applied, boolean inOrder) {
        Set<Long> distinct = new HashSet<>(applied);
        long strangers = distinct.stream().filter(version -> version > last).count();
        long missing = last - (distinct.size() - strangers);
        long repeated = (long) applied.size() - distinct.size();
        long back = 0;
        long skipped = 0;
        long before = 0;
        for (long version : inOrder ? applied : List.<Long>of()) {
            back += version < before ? 1 : 0;
            skipped += version > before + 1 ? 1 : 0;
            before = Math.max(before, version);
        }
        phantom += strangers;
        lost += missing;
        appliedTwice += repeated;
        outOfOrder += back;
        gaps += skipped;
        return strangers + missing + repeated + back + skipped > 0;
    }

    long events() {
        return events;
    }

    long lost() {
        return lost;
    }

    long appliedTwice() {
        return appliedTwice;
    }

    long outOfOrder() {
        return outOfOrder;
    }

    long gaps() {
        return gaps;
    }

    long phantom() {
        return phantom;
    }

    /** Deliveries of what was not due yet. */
    long tooEarly() {
        return ledger.tooEarly();
    }

    boolean isClean() {
        return lost + appliedTwice + outOfOrder + gaps + phantom + tooEarly() == 0;
    }

    /** The first streams that differ, with what the ERP saw of them. */
    List<String> evidence() {
        List<String> lines = new ArrayList<>();
        for (String stream : suspects.stream().limit(5).toList()) {
            lines.add("== " + stream);
            List<String> history = ledger.history(stream);
            if (history.isEmpty()) {
                lines.add("never came");
            }
            lines.addAll(history.subList(Math.max(0, history.size() - 200), history.size()));
        }
        return lines;
    }
}

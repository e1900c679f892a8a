package dev.inlay.example.quickstart;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What the ERP has posted. It takes each idempotency key once, and each stream in its order. Thread-safe. It knows
 * nothing of Inlay but what arrives.
 */
final class Ledger {

    /** An event as it arrived. */
    record Posting(
            String eventId,
            String tenant,
            String stream,
            long generation,
            long seq,
            String claim,
            String account,
            long amount) {}

    /** What the ledger made of an event. */
    enum Verdict {
        /** New, and the next of its stream. */
        APPLIED,
        /** Applied before; nothing changed. */
        DUPLICATE,
        /** An earlier one of its stream is missing; nothing changed. */
        TOO_EARLY,
        /** Its place in the stream is taken by another, or its key was used for something else; nothing changed. */
        CONFLICT
    }

    private record Stream(String tenant, String key) {}

    private record Position(long generation, long seq) {}

    private final List<Posting> postings = new ArrayList<>();
    private final Map<String, Posting> byKey = new HashMap<>();
    private final Map<Stream, Position> positions = new HashMap<>();
    private final Map<String, Integer> duplicates = new HashMap<>();
    private final List<Posting> conflicts = new ArrayList<>();

    synchronized Verdict receive(Posting posting) {
        @Nullable Posting before = byKey.get(posting.eventId());
        if (before != null) {
            if (!before.equals(posting)) {
                conflicts.add(posting);
                return Verdict.CONFLICT;
            }
            duplicates.merge(posting.tenant(), 1, Integer::sum);
            return Verdict.DUPLICATE;
        }
        Stream stream = new Stream(posting.tenant(), posting.stream());
        Position last = positions.getOrDefault(stream, new Position(posting.generation(), 0));
        if (posting.generation() > last.generation()) {
            last = new Position(posting.generation(), 0);
        }
        if (posting.generation() < last.generation() || posting.seq() <= last.seq()) {
            conflicts.add(posting);
            return Verdict.CONFLICT;
        }
        if (posting.seq() > last.seq() + 1) {
            return Verdict.TOO_EARLY;
        }
        positions.put(stream, new Position(posting.generation(), posting.seq()));
        byKey.put(posting.eventId(), posting);
        postings.add(posting);
        return Verdict.APPLIED;
    }

    /** Everything posted, in the order of posting. */
    synchronized List<Posting> postings() {
        return List.copyOf(postings);
    }

    /** Whatever came under a key or a place that belongs to another. */
    synchronized List<Posting> conflicts() {
        return List.copyOf(conflicts);
    }

    synchronized int duplicates(String tenant) {
        return Objects.requireNonNull(duplicates.getOrDefault(tenant, 0));
    }

    synchronized int size() {
        return postings.size();
    }
}

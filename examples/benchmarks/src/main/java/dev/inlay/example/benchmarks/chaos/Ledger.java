package dev.inlay.example.benchmarks.chaos;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The ERP's books: every delivery as it came, and what was applied after the checks of a good receiver. It applies an
 * event of a stream when its number is the next one, and knows again what it has applied. Thread-safe.
 */
final class Ledger {

    /** What the ERP did with a delivery. */
    enum Fate {
        /** It counts from now on. */
        APPLIED,
        /** It counted before. */
        KNOWN,
        /** An earlier one of its stream is missing. */
        AHEAD,
        /** Another event had this number. */
        CONTRADICTS
    }

    private final Map<String, Stream> streams = new HashMap<>();
    private final Set<String> seen = new HashSet<>();
    private final Set<String> applied = new HashSet<>();
    private final List<Long> waits = new ArrayList<>();
    private final boolean forgetful;
    private long deliveries;
    private long duplicates;
    private long outOfOrder;
    private long staleSends;
    private long delayed;
    private long tooEarly;

    /** Books that apply an event again now and then, where they are forgetful. */
    Ledger(boolean forgetful) {
        this.forgetful = forgetful;
    }

    /** Writes down what came, before anything is done with it. */
    synchronized void arrived(Delivery delivery) {
        deliveries++;
        Stream stream = streams.computeIfAbsent(delivery.stream(), name -> new Stream());
        if (applied.contains(delivery.eventId())) {
            duplicates++;
        }
        if (delivery.epoch() < stream.epoch) {
            staleSends++;
        }
        stream.epoch = Math.max(stream.epoch, delivery.epoch());
        boolean first = seen.add(delivery.eventId());
        boolean early = first && delivery.keyed() && !stream.isNext(delivery);
        if (early) {
            outOfOrder++;
            stream.suspect = true;
        }
        if (delivery.isTooEarly()) {
            tooEarly++;
            stream.suspect = true;
            stream.note("TOO EARLY by " + -delivery.waitedMillis() + " ms");
        }
        stream.note((early ? "OUT OF ORDER " : "") + "came " + delivery);
    }

    synchronized Fate apply(Delivery delivery) {
        Stream stream = streams.computeIfAbsent(delivery.stream(), name -> new Stream());
        Fate fate = judge(stream, delivery);
        if (fate == Fate.APPLIED) {
            applied.add(delivery.eventId());
            stream.versions.add(delivery.version());
            stream.take(delivery);
            delayed += delivery.delayMillis() > 0 ? 1 : 0;
            waits.add(delivery.waitedMillis());
        }
        stream.note("  " + fate + " version " + delivery.version());
        return fate;
    }

    private Fate judge(Stream stream, Delivery delivery) {
        if (applied.contains(delivery.eventId())) {
            return forgetful && duplicates % 20 == 0 ? Fate.APPLIED : Fate.KNOWN;
        }
        if (!delivery.keyed() || stream.isNext(delivery)) {
            return Fate.APPLIED;
        }
        return delivery.seq() > stream.seq ? Fate.AHEAD : Fate.CONTRADICTS;
    }

    synchronized boolean hasApplied(String eventId) {
        return applied.contains(eventId);
    }

    synchronized void answered(Delivery delivery, String answer) {
        streams.computeIfAbsent(delivery.stream(), name -> new Stream()).note("  answered " + answer);
    }

    synchronized int applied() {
        return applied.size();
    }

    synchronized long deliveries() {
        return deliveries;
    }

    synchronized long duplicates() {
        return duplicates;
    }

    synchronized long outOfOrder() {
        return outOfOrder;
    }

    /** How many were applied that had been published with a delay. */
    synchronized long delayed() {
        return delayed;
    }

    /** Deliveries of what was not due yet. */
    synchronized long tooEarly() {
        return tooEarly;
    }

    /** Deliveries under a lease that the ERP knew to be over. */
    synchronized long staleSends() {
        return staleSends;
    }

    /** By stream, in the order in which they were applied. */
    synchronized Map<String, List<Long>> versions() {
        Map<String, List<Long>> all = new HashMap<>();
        streams.forEach((name, stream) -> all.put(name, List.copyOf(stream.versions)));
        return all;
    }

    /** Streams in which something came too early. */
    synchronized Set<String> suspects() {
        Set<String> names = new HashSet<>();
        streams.forEach((name, stream) -> {
            if (stream.suspect) {
                names.add(name);
            }
        });
        return names;
    }

    synchronized List<String> history(String stream) {
        return streams.containsKey(stream) ? List.copyOf(streams.get(stream).history) : List.of();
    }

    /** How long each event waited that was applied since the last call, in milliseconds. */
    synchronized List<Long> takeWaits() {
        List<Long> taken = List.copyOf(waits);
        waits.clear();
        return taken;
    }

    private static final class Stream {

        private final List<Long> versions = new ArrayList<>();
        private final List<String> history = new ArrayList<>();
        private long generation = 1;
        private long seq;
        private long epoch;
        private boolean suspect;

        boolean isNext(Delivery delivery) {
            return (delivery.generation() == generation && delivery.seq() == seq + 1)
                    || (delivery.generation() > generation && delivery.seq() == 1);
        }

        void take(Delivery delivery) {
            generation = Math.max(generation, delivery.generation());
            seq = Math.max(seq, delivery.seq());
        }

        void note(String what) {
            history.add(Instant.now() + " " + what);
        }
    }
}

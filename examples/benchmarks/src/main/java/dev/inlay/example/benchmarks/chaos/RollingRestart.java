package dev.inlay.example.benchmarks.chaos;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/** Relays that are asked to end, one after another, and replaced, while events flow: how long events wait then. */
final class RollingRestart {

    private static final Duration CALM = Duration.ofSeconds(4);

    private final Cluster cluster;
    private final Storm storm;
    private final Ledger ledger;
    private final Progress progress;

    RollingRestart(Cluster cluster, Storm storm, Ledger ledger, Progress progress) {
        this.cluster = cluster;
        this.storm = storm;
        this.ledger = ledger;
        this.progress = progress;
    }

    /** Adds figures in milliseconds: with all relays at work, and while they are replaced. */
    void measure(Map<String, Double> figures) throws IOException, InterruptedException {
        progress.phase("replacing the armed");
        for (Cluster.Place relay : cluster.of("relay")) {
            if (relay.isArmed()) {
                restart(relay);
            }
        }
        awaitReady();
        storm.calm(CALM);
        ledger.takeWaits();
        progress.phase("all at work");
        storm.calm(CALM);
        report(figures, "steady", ledger.takeWaits());
        progress.phase("rolling restart");
        for (Cluster.Place relay : cluster.of("relay")) {
            restart(relay);
            awaitReady();
        }
        storm.calm(Settings.LEASE);
        report(figures, "rolling", ledger.takeWaits());
        figures.put("lease_ms", (double) Settings.LEASE.toMillis());
    }

    private void restart(Cluster.Place relay) throws IOException, InterruptedException {
        relay.child().terminate();
        relay.start();
    }

    private void awaitReady() throws IOException {
        while (!cluster.places().stream().allMatch(place -> place.child().isReady())) {
            storm.calm(Duration.ofMillis(20));
        }
    }

    private static void report(Map<String, Double> figures, String name, List<Long> waits) {
        List<Long> sorted = new ArrayList<>(waits);
        Collections.sort(sorted);
        if (!sorted.isEmpty()) {
            figures.put(name + "_events", (double) sorted.size());
            figures.put(name + "_p50_ms", (double) sorted.get(sorted.size() / 2));
            figures.put(name + "_p99_ms", (double) sorted.get(sorted.size() * 99 / 100));
            figures.put(name + "_max_ms", (double) sorted.get(sorted.size() - 1));
        }
    }
}

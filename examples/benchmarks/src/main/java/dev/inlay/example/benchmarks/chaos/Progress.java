package dev.inlay.example.benchmarks.chaos;

import java.util.concurrent.TimeUnit;

/** Says on standard error every few seconds how far a run is. For one thread. */
final class Progress {

    private static final long EVERY = TimeUnit.SECONDS.toNanos(3);

    private final long begun = System.nanoTime();
    private final Ledger ledger;
    private long next = begun;
    private String phase = "starting";

    Progress(Ledger ledger) {
        this.ledger = ledger;
    }

    void phase(String name) {
        phase = name;
        next = System.nanoTime();
    }

    void show(int kills) {
        long now = System.nanoTime();
        if (now >= next) {
            next = now + EVERY;
            System.err.printf(
                    "%4d s %s: %d kills, %d deliveries, %d applied, %d known before, %d out of order%n",
                    seconds(),
                    phase,
                    kills,
                    ledger.deliveries(),
                    ledger.applied(),
                    ledger.duplicates(),
                    ledger.outOfOrder());
        }
    }

    long seconds() {
        return TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - begun);
    }
}

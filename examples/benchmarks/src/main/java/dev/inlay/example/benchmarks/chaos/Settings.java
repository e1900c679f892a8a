package dev.inlay.example.benchmarks.chaos;

import java.time.Duration;

/**
 * What a run does.
 *
 * @param kills how many processes die
 * @param seed decides what happens in which order; when it happens is up to the machine
 * @param h2 whether one process on an H2 file is tried, in the place of five on PostgreSQL
 * @param sabotage what is broken on purpose, so that the harness must fail
 * @param events how many events are applied at the least
 * @param rolling whether the relays are restarted one after another at the end
 * @param seconds after which nothing dies any more, however many did
 */
record Settings(int kills, long seed, boolean h2, Sabotage sabotage, int events, boolean rolling, int seconds) {

    /** How long a shard stays with a node that died. */
    static final Duration LEASE = Duration.ofSeconds(1);

    /** When a node no longer waits for the ERP. */
    static final Duration PATIENCE = Duration.ofMillis(400);

    /** What one part does wrong, to show that the harness sees it. */
    enum Sabotage {
        /** Nothing. */
        NONE,
        /** A relay says of an event that it was delivered, and did not send it. */
        LOSE,
        /** The ERP applies an event again when it comes again. */
        DOUBLE,
        /** A relay says that an event was delivered, and sends it later. */
        REORDER,
        /** A writer commits an event and rolls the work back that it belongs to. */
        PHANTOM
    }
}

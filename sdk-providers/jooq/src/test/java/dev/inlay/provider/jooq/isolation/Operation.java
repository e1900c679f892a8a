package dev.inlay.provider.jooq.isolation;

/**
 * Something that a host does.
 *
 * @param name as the log of steps shows it
 * @param kind what is wrong when it fails
 * @param weight how often it is chosen, against the others of its list
 * @param action what is done
 */
record Operation(String name, Kind kind, int weight, Action action) {

    /** What is done. */
    @FunctionalInterface
    interface Action {
        void on(Turn turn) throws Exception;
    }

    /** Does it; whatever it throws is a violation. */
    void run(Turn turn) {
        turn.world.oracle.did(name);
        try {
            action.on(turn);
        } catch (Exception | AssertionError e) {
            turn.report(kind, name + " failed: " + e);
        }
    }

    @Override
    public String toString() {
        return name;
    }
}

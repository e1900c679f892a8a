package dev.inlay.core.internal.event;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToIntFunction;

/**
 * What a relay, or the relays of several databases together, are doing, at one moment.
 *
 * @param phase where in its life it is
 * @param shards how many shards it holds
 * @param nodes how many nodes live, as of the last sign of life; 0 before the first
 * @param buffered events held in memory, those on their way included
 * @param inFlight events on their way
 * @param stuckAt attempts that were given up although their transport has not returned, by target
 * @param unacknowledged delivered events that are still to be removed
 * @param paused targets that take nothing, with the reason
 * @param faults what fails now, for example {@code "lease: connection refused"}; empty when all is well
 */
public record RelayHealth(
        Phase phase,
        int shards,
        int nodes,
        int buffered,
        int inFlight,
        Map<String, Integer> stuckAt,
        int unacknowledged,
        Map<String, String> paused,
        List<String> faults) {

    /**
     * Copies the collections.
     *
     * @param phase see the record
     * @param shards see the record
     * @param nodes see the record
     * @param buffered see the record
     * @param inFlight see the record
     * @param stuckAt see the record
     * @param unacknowledged see the record
     * @param paused see the record
     * @param faults see the record
     */
    public RelayHealth {
        stuckAt = Map.copyOf(stuckAt);
        paused = Map.copyOf(paused);
        faults = List.copyOf(faults);
    }

    static RelayHealth idle(Phase phase) {
        return new RelayHealth(phase, 0, 0, 0, 0, Map.of(), 0, Map.of(), List.of());
    }

    /** The same with other faults. */
    RelayHealth withFaults(List<String> others) {
        return new RelayHealth(phase, shards, nodes, buffered, inFlight, stuckAt, unacknowledged, paused, others);
    }

    /** The same, saying where its paused and stuck targets and faults are. */
    RelayHealth named(String database) {
        String suffix = " of " + database;
        Map<String, String> named = new HashMap<>();
        paused.forEach((target, reason) -> named.put(target + suffix, reason));
        Map<String, Integer> stuck = new HashMap<>();
        stuckAt.forEach((target, count) -> stuck.put(target + suffix, count));
        return new RelayHealth(
                phase,
                shards,
                nodes,
                buffered,
                inFlight,
                stuck,
                unacknowledged,
                named,
                faults.stream().map(fault -> database + ": " + fault).toList());
    }

    /** Several running relays as one: what can be counted is added, and as many nodes live as where the fewest do. */
    static RelayHealth of(List<RelayHealth> relays, List<String> further) {
        Map<String, String> paused = new HashMap<>();
        Map<String, Integer> stuck = new HashMap<>();
        List<String> faults = new ArrayList<>(further);
        for (RelayHealth relay : relays) {
            paused.putAll(relay.paused);
            stuck.putAll(relay.stuckAt);
            faults.addAll(relay.faults);
        }
        return new RelayHealth(
                Phase.RUNNING,
                sum(relays, RelayHealth::shards),
                relays.stream().mapToInt(RelayHealth::nodes).min().orElse(0),
                sum(relays, RelayHealth::buffered),
                sum(relays, RelayHealth::inFlight),
                stuck,
                sum(relays, RelayHealth::unacknowledged),
                paused,
                faults);
    }

    private static int sum(List<RelayHealth> relays, ToIntFunction<RelayHealth> count) {
        return relays.stream().mapToInt(count).sum();
    }

    /**
     * How many attempts were given up although their transport has not returned.
     *
     * @return of all targets together
     */
    public int stuck() {
        return stuckAt.values().stream().mapToInt(Integer::intValue).sum();
    }

    /**
     * Whether the relay has spoken with the store and nothing fails now.
     *
     * @return {@code true} also when there is nothing to relay to
     */
    public boolean isReady() {
        return phase == Phase.IDLE || (phase == Phase.RUNNING && nodes > 0 && faults.isEmpty());
    }

    /** The stations of a relay's life. */
    public enum Phase {
        /** Not started. */
        NEW,
        /** Started, but no transport is installed, so that there is nothing to do. */
        IDLE,
        /** Delivering. */
        RUNNING,
        /** Closing: nothing new is sent. */
        DRAINING,
        /** Ended in good order. */
        CLOSED,
        /** Ended as by a kill. */
        HALTED
    }
}

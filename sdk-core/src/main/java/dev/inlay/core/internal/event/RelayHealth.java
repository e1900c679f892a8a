package dev.inlay.core.internal.event;

import java.util.List;
import java.util.Map;

/**
 * What a relay is doing, at one moment.
 *
 * @param phase where in its life it is
 * @param shards how many shards it holds
 * @param nodes how many nodes live, as of the last sign of life; 0 before the first
 * @param buffered events held in memory, those on their way included
 * @param inFlight events on their way
 * @param stuck attempts that were given up although their transport has not returned
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
        int stuck,
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
     * @param stuck see the record
     * @param unacknowledged see the record
     * @param paused see the record
     * @param faults see the record
     */
    public RelayHealth {
        paused = Map.copyOf(paused);
        faults = List.copyOf(faults);
    }

    static RelayHealth idle(Phase phase) {
        return new RelayHealth(phase, 0, 0, 0, 0, 0, 0, Map.of(), List.of());
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

package dev.inlay.core.internal.event;

import java.util.ArrayList;
import java.util.List;

/**
 * How many events of one tenant may be on their way, over all targets. Half of the places are divided among the
 * targets, at least one to each, and the other half is taken by whichever comes first: so a target that answers nobody
 * holds up no other, and the sum is kept. For the relay's thread only.
 */
final class TenantPlaces {

    private final int reserved;
    private final int common;
    private final List<Flow> flows = new ArrayList<>(1);
    private int commonTaken;

    /** With more targets than places each target still has one. */
    TenantPlaces(int places, int targets) {
        this.reserved = Math.max(1, places / (2 * targets));
        this.common = Math.max(0, places - reserved * targets);
    }

    void add(Flow flow) {
        flows.add(flow);
    }

    /** Whether a flow with so many on their way may start another, as far as the sum is concerned. */
    boolean hasOneFor(int inFlight) {
        return inFlight < reserved || commonTaken < common;
    }

    /** Whether a flow waits for one that another may free. */
    boolean isWanted() {
        for (int i = 0; i < flows.size(); i++) {
            if (flows.get(i).wantsPlace()) {
                return true;
            }
        }
        return false;
    }

    void taken(int inFlightBefore) {
        if (inFlightBefore >= reserved) {
            commonTaken++;
        }
    }

    void freed(int inFlightAfter) {
        if (inFlightAfter < reserved) {
            return;
        }
        commonTaken--;
        if (commonTaken == common - 1) {
            for (int i = 0; i < flows.size(); i++) {
                flows.get(i).mayGoOn();
            }
        }
    }
}

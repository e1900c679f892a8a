package dev.inlay.core.internal.event;

import dev.inlay.api.tenant.TenantId;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;

/**
 * One tenant's events at one target: what of them may be sent, what is on its way, and how much of a turn is left. For
 * the relay's thread only.
 */
final class Flow {

    private final TenantId tenant;
    private final TargetRound target;
    private final TenantPlaces places;
    private final Deque<StreamQueue> ready = new ArrayDeque<>(1);
    private int weight;
    private int left;
    private int inFlight;
    private boolean boarding;
    private Standing standing = Standing.IDLE;

    Flow(TenantId tenant, TargetRound target, TenantPlaces places, int weight) {
        this.tenant = tenant;
        this.target = target;
        this.places = places;
        this.weight = weight;
        places.add(this);
    }

    TenantId tenant() {
        return tenant;
    }

    TargetRound target() {
        return target;
    }

    int inFlight() {
        return inFlight;
    }

    void weigh(int newWeight) {
        weight = newWeight;
    }

    void add(StreamQueue stream) {
        ready.addLast(stream);
        if (standing == Standing.IDLE) {
            join();
        }
    }

    void forgetEnded() {
        ready.removeIf(stream -> !stream.lane().shard().isLive());
    }

    private void join() {
        standing = Standing.IN_ROUND;
        target.round().addLast(this);
    }

    /** Whether more may be sent than all of its places together could take at once. */
    boolean hasMoreThanPlaces() {
        return ready.size() > target.terms().placesPerTenant();
    }

    private boolean hasPlace() {
        return boarding || (inFlight < target.terms().placesPerTenant() && places.hasOneFor(inFlight));
    }

    /**
     * Takes its turn, or goes on with it, at the head of the round: as many events as it weighs, each of equal cost. A
     * turn that is cut short because the target is full goes on when it is not; one that ends for want of events or of
     * places of its own leaves nothing for later. Answers whether something was started.
     */
    boolean takeTurn(int limit, Consumer<StreamQueue> starter) {
        if (left <= 0) {
            left = weight;
        }
        boolean some = false;
        while (left > 0 && target.inFlight() < limit && !ready.isEmpty() && hasPlace()) {
            starter.accept(ready.removeFirst());
            some = true;
        }
        if (ready.isEmpty()) {
            leave(Standing.IDLE);
        } else if (left <= 0) {
            target.round().removeFirst();
            target.round().addLast(this);
        } else if (target.inFlight() < limit) {
            leave(Standing.HELD);
        }
        return some;
    }

    private void leave(Standing to) {
        target.round().removeFirst();
        standing = to;
        left = 0;
    }

    /**
     * One of its events has joined a convoy. The first takes a place at once, so that no other target's convoy gets it;
     * the others travel with it.
     */
    void accepted() {
        left--;
        if (!boarding) {
            boarding = true;
            places.taken(inFlight);
            inFlight++;
        }
    }

    /** The convoy that its events joined has left. */
    void departed() {
        boarding = false;
    }

    /**
     * One of its places is free again: what took it has ended for the tenant, though the target's place may still be
     * taken.
     */
    void ended() {
        inFlight--;
        places.freed(inFlight);
        mayGoOn();
    }

    /** Whether nothing of the tenant, here or at another target, waits for one of its places. */
    boolean hasNoOneWaiting() {
        return standing != Standing.HELD && !places.isWanted();
    }

    /** Whether it waits for a place that another target's flow may free. */
    boolean wantsPlace() {
        return standing == Standing.HELD && inFlight < target.terms().placesPerTenant();
    }

    /** A place was freed: goes to the end of the round if it waited for one. */
    void mayGoOn() {
        if (standing == Standing.HELD && hasPlace()) {
            join();
        }
    }

    /** Where it stands while a round goes on without it, or with it. */
    private enum Standing {
        /** Has nothing to send. */
        IDLE,
        /** Waits for its turn. */
        IN_ROUND,
        /** Has as much on its way as it may. */
        HELD
    }
}

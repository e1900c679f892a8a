package dev.inlay.core.internal.event;

import dev.inlay.spi.event.EventTransport;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Attempts for one target that one worker makes one after the other, since its receiver answers more quickly than
 * threads change, or several in one call where the transport takes several. When a call takes longer, the relay takes
 * back those that were not begun. No two are of one stream; but behind a single event that is delivered, the worker
 * goes on with the next of its stream if the relay has {@link #offer offered} that meanwhile. For the relay's thread,
 * but for {@link #run}.
 */
final class Convoy implements Runnable {

    private final EventTransport transport;
    private final int batch;
    private final LeaseKeeper keeper;
    private final Forms forms;
    private final RelayClock clock;
    private final Consumer<Convoy> ended;
    private final List<Attempt> attempts = new ArrayList<>();
    private final Map<Flow, Integer> flows = new HashMap<>();
    private final AtomicInteger claimed = new AtomicInteger();
    private final Offer<Convoy> next = new Offer<>();
    private long began;
    private volatile long nanosEach;
    private int settled;
    private volatile int kept = Integer.MAX_VALUE;
    private boolean hanging;

    Convoy(EventTransport transport, LeaseKeeper keeper, Forms forms, RelayClock clock, Consumer<Convoy> ended) {
        this.transport = transport;
        this.batch = Math.max(1, transport.batchSize());
        this.keeper = keeper;
        this.forms = forms;
        this.clock = clock;
        this.ended = ended;
    }

    /** Where it goes, of which it takes one place. */
    TargetRound targetRound() {
        return flow(attempts.get(0)).target();
    }

    /** The name of where it goes. */
    String target() {
        return attempts.get(0).lane().lane().target();
    }

    void add(Attempt attempt) {
        attempts.add(attempt);
        flows.merge(flow(attempt), 1, Integer::sum);
        began = attempt.began();
    }

    /** A convoy of one attempt that takes the same way. */
    Convoy of(Attempt attempt) {
        Convoy convoy = new Convoy(transport, keeper, forms, clock, ended);
        convoy.add(attempt);
        return convoy;
    }

    /** The attempt that joined first. */
    Attempt first() {
        return attempts.get(0);
    }

    /** The stream that a worker may go on with; {@code null} when it has none that it could. */
    @Nullable
    StreamQueue goesOnWith() {
        StreamQueue only = attempts.get(0).stream();
        return batch == 1 && attempts.size() == 1 && only.key().isPresent() ? only : null;
    }

    /** Lets the worker go on with this, if it delivers what it is at; what was offered before stands. */
    void offer(Convoy following) {
        next.make(following);
    }

    /** Whether nothing is offered, and something may be. */
    boolean lacksOffer() {
        return next.isVacant();
    }

    /** Takes back what was offered, unless the worker is at it already. */
    void withdraw() {
        next.withdraw();
    }

    /** The worker will not go on; what it is at already stands. */
    void closeOffer() {
        next.close();
    }

    /** What the worker went on with, once it has ended; {@code null} for nothing. */
    @Nullable
    Convoy wentOnWith() {
        return next.taken();
    }

    /** What the worker went on with is known elsewhere. */
    void forgetNext() {
        next.forget();
    }

    /** It began only now, after its attempt had joined. */
    void began(long now) {
        began = now;
    }

    /** Whether it should leave, since so many attempts in a row are enough for one worker. */
    boolean isFull(int inARow) {
        return attempts.size() >= Math.max(inARow, batch);
    }

    int size() {
        return attempts.size();
    }

    /** When the last attempt joined. */
    long began() {
        return began;
    }

    /** Tells every tenant with an attempt in it that nothing more joins. */
    void depart() {
        flows.keySet().forEach(Flow::departed);
    }

    /** An attempt is on its way no more; the last one of its tenant frees the place. */
    void left(Attempt attempt) {
        Flow flow = flow(attempt);
        if (flows.computeIfPresent(flow, (f, count) -> count > 1 ? count - 1 : null) == null) {
            flow.ended();
        }
    }

    /** What it is at was given up, so that it only waits for its transport. Answers whether that is new. */
    boolean hang() {
        boolean before = hanging;
        hanging = true;
        return !before;
    }

    boolean isHanging() {
        return hanging;
    }

    static Flow flow(Attempt attempt) {
        return Objects.requireNonNull(attempt.lane().flow());
    }

    /** Makes the attempts, on the worker's thread, and goes on with what is offered. */
    @Override
    public void run() {
        @Nullable Convoy at = this;
        while (at != null) {
            at = at.make();
        }
    }

    /** Whatever happens, each attempt ends. Answers what to go on with. */
    @Nullable
    Convoy make() {
        long begun = clock.now();
        int made = 0;
        try {
            for (int i = claimed.getAndAdd(batch); i < attempts.size(); i = claimed.getAndAdd(batch)) {
                List<Attempt> some = attempts.subList(i, Math.min(attempts.size(), i + batch));
                if (batch == 1) {
                    some.get(0).make(transport, keeper, forms);
                } else {
                    BatchCall.make(some, transport, keeper, forms);
                }
                made += some.size();
            }
            return attempts.size() == 1 && attempts.get(0).isDelivered() ? next.take() : null;
        } finally {
            next.close();
            nanosEach = made == 0 ? 0 : (clock.now() - begun) / made;
            ended.accept(this);
        }
    }

    /** How long an attempt took, on the average; 0 when none was made. */
    long nanosEach() {
        return nanosEach;
    }

    /** The attempts that have ended and were not asked for before, in order. */
    List<Attempt> takeMade() {
        int from = settled;
        while (settled < attempts.size() && attempts.get(settled).isMade()) {
            settled++;
        }
        return attempts.subList(from, settled);
    }

    /** The attempts that nobody has begun; nobody will. */
    List<Attempt> takeBack() {
        int from = Math.min(attempts.size(), claimed.getAndSet(attempts.size()));
        kept = Math.min(kept, from);
        return List.copyOf(attempts.subList(from, attempts.size()));
    }

    /** The attempts that were begun and have not ended. */
    List<Attempt> underWay() {
        int to = Math.min(ours(), claimed.get());
        return attempts.subList(Math.min(settled, to), to).stream()
                .filter(attempt -> !attempt.isMade())
                .toList();
    }

    /** The attempts that have not ended, given up or not. For any thread, once the convoy has left. */
    List<Attempt> unmade(boolean givenUp) {
        return attempts.subList(0, ours()).stream()
                .filter(attempt -> !attempt.isMade() && attempt.isGivenUp() == givenUp)
                .toList();
    }

    /** How many it has, without those that were taken back. */
    private int ours() {
        return Math.min(attempts.size(), kept);
    }

    /** For any thread: calls off what was not answered yet. */
    void callOff() {
        next.close();
        attempts.forEach(Attempt::callOff);
        @Nullable Convoy following = next.taken();
        if (following != null) {
            following.callOff();
        }
    }
}

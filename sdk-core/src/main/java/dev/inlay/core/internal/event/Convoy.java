package dev.inlay.core.internal.event;

import dev.inlay.spi.event.EventTransport;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * Attempts for one target that one worker makes one after the other, since its receiver answers more quickly than
 * threads change. When one of them takes longer, the relay takes back those that were not begun. For the relay's
 * thread, but for {@link #run}.
 */
final class Convoy implements Runnable {

    private final EventTransport transport;
    private final LeaseKeeper keeper;
    private final Forms forms;
    private final Consumer<Convoy> ended;
    private final List<Attempt> attempts = new ArrayList<>();
    private final AtomicInteger claimed = new AtomicInteger();
    private long began;
    private volatile long nanosEach;
    private int settled;

    Convoy(EventTransport transport, LeaseKeeper keeper, Forms forms, Consumer<Convoy> ended) {
        this.transport = transport;
        this.keeper = keeper;
        this.forms = forms;
        this.ended = ended;
    }

    void add(Attempt attempt) {
        attempts.add(attempt);
        began = attempt.began();
    }

    int size() {
        return attempts.size();
    }

    long began() {
        return began;
    }

    /** Makes the attempts, on the worker's thread; whatever happens, each of them ends. */
    @Override
    public void run() {
        long begun = System.nanoTime();
        int made = 0;
        try {
            for (int i = claimed.getAndIncrement(); i < attempts.size(); i = claimed.getAndIncrement()) {
                attempts.get(i).make(transport, keeper, forms);
                made++;
            }
        } finally {
            nanosEach = made == 0 ? 0 : (System.nanoTime() - begun) / made;
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
        return List.copyOf(attempts.subList(from, attempts.size()));
    }
}

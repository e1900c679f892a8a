package dev.inlay.core.internal.event;

import dev.inlay.api.tenant.TenantId;
import dev.inlay.spi.event.EventTransport;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * Attempts for one target that one worker makes one after the other, since its receiver answers more quickly than
 * threads change, or several in one call where the transport takes several. When a call takes longer, the relay takes
 * back those that were not begun. No two are of one stream. For the relay's thread, but for {@link #run}.
 */
final class Convoy implements Runnable {

    private final String target;
    private final EventTransport transport;
    private final int batch;
    private final LeaseKeeper keeper;
    private final Consumer<Convoy> ended;
    private final List<Attempt> attempts = new ArrayList<>();
    private final Map<TenantId, Integer> tenants = new HashMap<>();
    private final AtomicInteger claimed = new AtomicInteger();
    private long began;
    private volatile long nanosEach;
    private int settled;

    Convoy(String target, EventTransport transport, LeaseKeeper keeper, Consumer<Convoy> ended) {
        this.target = target;
        this.transport = transport;
        this.batch = Math.max(1, transport.batchSize());
        this.keeper = keeper;
        this.ended = ended;
    }

    String target() {
        return target;
    }

    void add(Attempt attempt) {
        attempts.add(attempt);
        tenants.merge(attempt.lane().lane().tenant(), 1, Integer::sum);
        began = attempt.began();
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

    /** The tenants of attempts that have not been {@link #left}. */
    Set<TenantId> tenants() {
        return tenants.keySet();
    }

    /** An attempt is on its way no more; answers whether it was the last of its tenant. */
    boolean left(Attempt attempt) {
        return tenants.computeIfPresent(attempt.lane().lane().tenant(), (t, count) -> count > 1 ? count - 1 : null)
                == null;
    }

    /** Makes the attempts, on the worker's thread; whatever happens, each of them ends. */
    @Override
    public void run() {
        long begun = System.nanoTime();
        int made = 0;
        try {
            for (int i = claimed.getAndAdd(batch); i < attempts.size(); i = claimed.getAndAdd(batch)) {
                List<Attempt> next = attempts.subList(i, Math.min(attempts.size(), i + batch));
                if (batch == 1) {
                    next.get(0).make(transport, keeper);
                } else {
                    BatchCall.make(next, transport, keeper);
                }
                made += next.size();
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

    /** The attempts that were begun and have not ended. */
    List<Attempt> underWay() {
        int to = Math.min(attempts.size(), claimed.get());
        return attempts.subList(Math.min(settled, to), to).stream()
                .filter(attempt -> !attempt.isMade())
                .toList();
    }

    /** For any thread: calls off what was not answered yet. */
    void callOff() {
        attempts.forEach(Attempt::callOff);
    }
}

package dev.inlay.core.internal.event;

import dev.inlay.api.error.StoreException;
import dev.inlay.spi.store.Stores;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.slf4j.LoggerFactory;

/**
 * Forgets what is older than its retention, in every database: one node at a time, a page per transaction, with pauses,
 * so that nobody waits for it. What fails is tried again later. Started once, then closed, once. Thread-safe.
 */
public final class RetentionRounds implements AutoCloseable {

    static final int PAGE = 1_000;
    static final Duration EVERY = Duration.ofMinutes(10);
    static final Duration PAUSE = Duration.ofMillis(20);

    private static final Duration FIRST = Duration.ofMinutes(1);
    private static final long LAST_TURN = TimeUnit.SECONDS.toNanos(2);

    private final Supplier<Collection<Stores>> databases;
    private final Retention retention;
    private final RelayClock clock;
    private final InstantSource wall;
    private final RelayLoop loop;
    private final Deque<Pages> plan = new ArrayDeque<>();
    private long nextRound;

    /** Removes a page; answers how many rows it removed. */
    @FunctionalInterface
    private interface Pages {
        int removeOne();
    }

    /**
     * Creates rounds that have not begun; does no I/O.
     *
     * @param databases those that answer now
     * @param retention how long what is kept
     * @param wall says how old things are
     * @param nanos never goes back
     * @param threads makes daemons
     */
    public RetentionRounds(
            Supplier<Collection<Stores>> databases,
            Retention retention,
            InstantSource wall,
            LongSupplier nanos,
            ThreadFactory threads) {
        this.databases = databases;
        this.retention = retention;
        this.wall = wall;
        this.clock = new RelayClock(wall, nanos);
        this.nextRound = clock.now() + FIRST.toNanos();
        Faults faults = new Faults(LoggerFactory.getLogger(RetentionRounds.class), clock);
        this.loop = new RelayLoop("retention", this::turn, new Doorbell(), clock, faults, threads);
    }

    /** Begins. The first round comes after a minute. */
    public void start() {
        loop.start();
    }

    /** Removes one page, or begins a round when one is due. Answers when the next turn is. */
    long turn() {
        if (plan.isEmpty() && clock.now() >= nextRound) {
            nextRound = clock.now() + EVERY.toNanos();
            databases.get().forEach(database -> plan.add(() -> plan(database)));
        }
        Pages next = plan.poll();
        if (next != null && next.removeOne() > 0) {
            plan.addFirst(next);
        }
        return plan.isEmpty() ? nextRound : clock.now() + PAUSE.toNanos();
    }

    private int plan(Stores database) {
        if (!database.outbox().takeTurn("retention", EVERY)) {
            return 0;
        }
        Instant now = wall.instant();
        plan.add(() -> database.outbox().purgeRequests(now.minus(retention.requests()), PAGE));
        plan.add(kept(() -> database.inbox().purge(now.minus(retention.inbox()), PAGE)));
        retention
                .deliveries()
                .ifPresent(time -> plan.add(kept(() -> database.deliveries().purge(now.minus(time), PAGE))));
        return 0;
    }

    /** Stores that keep no such thing have nothing to forget. */
    private static Pages kept(Pages pages) {
        return () -> {
            try {
                return pages.removeOne();
            } catch (StoreException e) {
                if (e.code().startsWith("store.no-")) {
                    return 0;
                }
                throw e;
            }
        };
    }

    /** Ends after the page that is being removed, for which it waits at most 2 s. */
    @Override
    public void close() {
        loop.stop();
        loop.join(LAST_TURN);
    }
}

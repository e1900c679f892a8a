package dev.inlay.core.internal.event;

import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** Gives a part its turns on a thread of its own, and goes on whatever a turn throws. */
final class RelayLoop {

    private static final long FIRST_PAUSE = TimeUnit.MILLISECONDS.toNanos(50);
    private static final long LONGEST_PAUSE = TimeUnit.SECONDS.toNanos(5);

    private final String part;
    private final LongSupplier turn;
    private final Doorbell bell;
    private final RelayClock clock;
    private final Faults faults;
    private final Thread thread;
    private volatile boolean stopped;

    /** The turn answers when, on the relay's clock, the next one is due. */
    RelayLoop(String part, LongSupplier turn, Doorbell bell, RelayClock clock, Faults faults, ThreadFactory threads) {
        this.part = part;
        this.turn = turn;
        this.bell = bell;
        this.clock = clock;
        this.faults = faults;
        this.thread = threads.newThread(this::run);
    }

    void start() {
        thread.start();
    }

    private void run() {
        long pause = FIRST_PAUSE;
        while (!stopped) {
            long due;
            try {
                due = turn.getAsLong();
                faults.well(part);
                pause = FIRST_PAUSE;
            } catch (Throwable e) {
                faults.failed(part, e);
                due = clock.now() + pause;
                pause = Math.min(LONGEST_PAUSE, pause * 2);
            }
            bell.await(due - clock.now());
        }
    }

    /** Ends after the turn that is being taken. The thread is never interrupted, since that breaks some databases. */
    void stop() {
        stopped = true;
        bell.ring();
    }

    /** Waits until the thread has ended, at most so long. Returns at once, with the flag set, when interrupted. */
    void join(long nanos) {
        try {
            TimeUnit.NANOSECONDS.timedJoin(thread, Math.max(1, nanos));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

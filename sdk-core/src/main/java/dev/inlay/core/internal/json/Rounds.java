package dev.inlay.core.internal.json;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A thread that does one thing again and again, with a pause before each. */
public final class Rounds implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Rounds.class);
    private static final long PATIENCE_SECONDS = 5;

    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread thread;

    private Rounds(ThreadFactory threads, Duration pause, Runnable round) {
        this.thread = threads.newThread(() -> {
            while (!isClosedAfter(pause)) {
                once(round);
            }
        });
    }

    /**
     * Starts the thread.
     *
     * @param threads makes it
     * @param pause before each round
     * @param round what to do; what it throws is logged and does not end the rounds
     * @return to be closed
     */
    public static Rounds start(ThreadFactory threads, Duration pause, Runnable round) {
        Rounds rounds = new Rounds(threads, pause, round);
        rounds.thread.start();
        return rounds;
    }

    private static void once(Runnable round) {
        try {
            round.run();
        } catch (Throwable e) {
            LOG.warn("a round failed; the next one comes", e);
        }
    }

    private boolean isClosedAfter(Duration pause) {
        try {
            return closed.await(pause.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            // nobody interrupts this thread but a stray call from outside; a round that comes early does no harm
            return closed.getCount() == 0;
        }
    }

    /** Lets a round that is under way end, for 5 s at most; the thread is a daemon. Idempotent. */
    @Override
    public void close() {
        closed.countDown();
        try {
            TimeUnit.SECONDS.timedJoin(thread, PATIENCE_SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

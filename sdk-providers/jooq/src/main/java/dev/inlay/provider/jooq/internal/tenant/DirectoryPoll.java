package dev.inlay.provider.jooq.internal.tenant;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;

/**
 * Refreshes a directory at intervals on a thread of its own. That thread is never interrupted: an interrupt in the
 * middle of file access closes an H2 database for everybody.
 */
public final class DirectoryPoll implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger(DirectoryPoll.class.getName());
    private static final long PATIENCE_SECONDS = 5;
    private static final long NANOS_BETWEEN_WARNINGS = TimeUnit.MINUTES.toNanos(1);

    private final CountDownLatch closed = new CountDownLatch(1);
    private final JooqTenantDirectory directory;
    private final Duration pause;
    private final Thread thread;

    private DirectoryPoll(JooqTenantDirectory directory, Duration pause, ThreadFactory threads) {
        this.directory = directory;
        this.pause = pause;
        this.thread = threads.newThread(this::poll);
    }

    /**
     * Starts the thread.
     *
     * @param directory started
     * @param pause before each look
     * @param threads makes the thread
     * @return to be closed
     */
    public static DirectoryPoll start(JooqTenantDirectory directory, Duration pause, ThreadFactory threads) {
        DirectoryPoll poll = new DirectoryPoll(directory, pause, threads);
        poll.thread.start();
        return poll;
    }

    private void poll() {
        long warned = System.nanoTime() - NANOS_BETWEEN_WARNINGS;
        while (!isClosedAfterPause()) {
            RuntimeException failure = directory.refresh().orElse(null);
            if (failure != null && System.nanoTime() - warned >= NANOS_BETWEEN_WARNINGS) {
                warned = System.nanoTime();
                LOG.log(
                        System.Logger.Level.WARNING,
                        "the directory of tenants is stale, last known tenants serve: " + failure.getMessage());
            }
        }
    }

    private boolean isClosedAfterPause() {
        try {
            return closed.await(pause.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            // nobody interrupts this thread but a stray call from outside; a look that comes early does no harm
            return closed.getCount() == 0;
        }
    }

    /** Lets a look that is under way end, for 5 s at most; the thread is a daemon. Idempotent. */
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

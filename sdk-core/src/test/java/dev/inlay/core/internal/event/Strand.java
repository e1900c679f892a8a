package dev.inlay.core.internal.event;

import java.util.concurrent.Semaphore;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Work of a simulation that may come to a halt in its midst, as a transport does that hangs. Whoever goes on with it
 * waits until it has ended or hangs again, so that only one thread is ever at work.
 */
final class Strand extends Thread {

    private final Runnable work;
    private final Semaphore mayGoOn = new Semaphore(0);
    private final Semaphore hangs = new Semaphore(0);
    private BooleanSupplier over = () -> false;
    private boolean heedsInterrupts;
    private boolean ended;
    private boolean cut;
    private @Nullable Throwable failure;

    Strand(Runnable work) {
        super("strand");
        this.work = work;
        setDaemon(true);
        start();
    }

    @Override
    public void run() {
        mayGoOn.acquireUninterruptibly();
        try {
            work.run();
        } catch (Throwable e) {
            failure = cut ? null : e;
        }
        ended = true;
        hangs.release();
    }

    /** Goes on with the work. Answers whether it has ended. */
    boolean goOn() {
        mayGoOn.release();
        hangs.acquireUninterruptibly();
        if (failure != null) {
            throw new AssertionError("a strand failed", failure);
        }
        return ended;
    }

    /** Ends the work where it hangs, as a kill does. */
    void cut() {
        cut = true;
        goOn();
    }

    /** Whether it does not hang any longer. */
    boolean isDue() {
        return over.getAsBoolean() || (heedsInterrupts && isInterrupted());
    }

    /** Hangs the calling strand until that is over, or it is interrupted if it heeds that. */
    static void hang(BooleanSupplier over, boolean heedsInterrupts) throws InterruptedException {
        Strand strand = (Strand) Thread.currentThread();
        strand.over = over;
        strand.heedsInterrupts = heedsInterrupts;
        strand.hangs.release();
        strand.mayGoOn.acquireUninterruptibly();
        if (strand.cut) {
            throw new Cut();
        }
        if (Thread.interrupted() && heedsInterrupts) {
            throw new InterruptedException();
        }
    }

    /** The process was killed. */
    private static final class Cut extends Error {
        private static final long serialVersionUID = 1L;
    }
}

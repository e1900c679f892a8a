package dev.inlay.core.internal.event;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;

/** What other threads leave for the relay's thread to do. Thread-safe. */
final class Mailbox implements Executor {

    private final Queue<Runnable> letters = new ConcurrentLinkedQueue<>();
    private final Doorbell bell;

    Mailbox(Doorbell bell) {
        this.bell = bell;
    }

    @Override
    public void execute(Runnable letter) {
        letters.add(letter);
        bell.ring();
    }

    /** Does what was left so far. For the relay's thread. */
    void open() {
        for (Runnable letter = letters.poll(); letter != null; letter = letters.poll()) {
            letter.run();
        }
    }
}

package dev.inlay.example.benchmarks.chaos;

import dev.inlay.api.Inlay;
import dev.inlay.api.error.InlayException;
import dev.inlay.api.event.ParkedEvent;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Somebody who looks at what is parked now and then, and has it tried again. */
final class Operator {

    private static final int LOOKS_AT = 50;

    private final Inlay inlay;
    private final Random random;
    private volatile boolean stopped;

    Operator(Inlay inlay, long seed) {
        this.inlay = inlay;
        this.random = new Random(seed);
    }

    void run() {
        while (!stopped) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(300 + random.nextInt(600)));
            try {
                for (ParkedEvent event : inlay.events().parked(LOOKS_AT)) {
                    inlay.events().replay(event);
                }
            } catch (InlayException e) {
                // the database went away; look again later
            }
        }
    }

    void stop() {
        stopped = true;
    }
}

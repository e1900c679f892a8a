package dev.inlay.example.benchmarks.chaos;

import dev.inlay.api.Inlay;
import dev.inlay.api.error.InlayException;
import dev.inlay.api.event.Act;
import dev.inlay.api.event.EventFilter;
import dev.inlay.api.event.EventOperations;
import dev.inlay.api.event.ParkedEvent;
import dev.inlay.api.event.Replay;
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
                EventOperations operations = inlay.events().operations();
                for (ParkedEvent event :
                        operations.parked(EventFilter.all(), "", LOOKS_AT).items()) {
                    operations.replay(again(event), Act.of("chaos", "try again"));
                }
            } catch (InlayException e) {
                // the database went away; look again later
            }
        }
    }

    private static Replay again(ParkedEvent event) {
        return event.key()
                .map(key -> Replay.stream(event.tenant(), event.target(), key))
                .orElseGet(() -> Replay.event(event));
    }

    void stop() {
        stopped = true;
    }
}

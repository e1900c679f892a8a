package dev.inlay.example.benchmarks;

import dev.inlay.spi.Contributions;
import dev.inlay.spi.Plugin;
import dev.inlay.spi.PluginDescriptor;
import dev.inlay.spi.SpiVersion;
import dev.inlay.spi.event.DeliveryOutcome;
import dev.inlay.spi.event.EventTransport;
import dev.inlay.spi.event.OutboundEvent;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;

/** A target that has everything at once, one that takes its time, and one that is dead. Thread-safe. */
final class ThreeTargets implements Plugin {

    static final String LIVE = "erp";
    static final String SLOW = "slow";
    static final String DEAD = "dead";

    private static final long SLOWNESS_MILLIS = 20;

    private final AtomicLongArray arrivals;
    private final AtomicLong delivered = new AtomicLong();

    /** Remembers when each of so many numbered events arrived. */
    ThreeTargets(int events) {
        this.arrivals = new AtomicLongArray(events);
    }

    /** When an event arrived, in nanoseconds; 0 when it did not. */
    long arrival(int number) {
        return arrivals.get(number);
    }

    /** How many were delivered to any target. */
    long delivered() {
        return delivered.get();
    }

    @Override
    public PluginDescriptor descriptor() {
        return PluginDescriptor.of("benchmark.targets", "1", SpiVersion.CURRENT);
    }

    @Override
    public void contribute(Contributions contributions) {
        contributions
                .add(EventTransport.class, new Target(LIVE, this::arrived))
                .add(EventTransport.class, new Target(SLOW, event -> {
                    Thread.sleep(SLOWNESS_MILLIS);
                    delivered.incrementAndGet();
                    return DeliveryOutcome.delivered();
                }))
                .add(EventTransport.class, new Target(DEAD, event -> DeliveryOutcome.retry("no connection")));
    }

    private DeliveryOutcome arrived(OutboundEvent event) {
        String payload = new String(event.payload().bytes(), StandardCharsets.US_ASCII);
        arrivals.set(Integer.parseInt(payload.substring(5, payload.indexOf(','))), System.nanoTime());
        delivered.incrementAndGet();
        return DeliveryOutcome.delivered();
    }

    private record Target(String target, Answer answer) implements EventTransport {

        @Override
        public DeliveryOutcome deliver(OutboundEvent event) throws InterruptedException {
            return answer.to(event);
        }
    }

    @FunctionalInterface
    private interface Answer {
        DeliveryOutcome to(OutboundEvent event) throws InterruptedException;
    }
}

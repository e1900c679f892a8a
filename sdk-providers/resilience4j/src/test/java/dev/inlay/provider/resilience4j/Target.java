package dev.inlay.provider.resilience4j;

import dev.inlay.spi.event.DeliveryOutcome;
import dev.inlay.spi.event.EventTransport;
import dev.inlay.spi.event.OutboundEvent;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** A transport that answers as it is told and counts its calls. */
final class Target implements EventTransport {

    private final List<Integer> batches = new CopyOnWriteArrayList<>();
    private final AtomicInteger calls = new AtomicInteger();
    private final AtomicReference<@Nullable CountDownLatch> hold = new AtomicReference<>();
    private final CountDownLatch called = new CountDownLatch(1);
    private volatile @Nullable DeliveryOutcome outcome = DeliveryOutcome.delivered();
    private volatile @Nullable Exception failure;
    private volatile Optional<Duration> timeout = Optional.empty();

    Target timingOutAfter(Duration time) {
        timeout = Optional.of(time);
        return this;
    }

    void answers(DeliveryOutcome other) {
        outcome = other;
        failure = null;
    }

    void answersNull() {
        outcome = null;
        failure = null;
    }

    void throwsFailure(Exception other) {
        failure = other;
    }

    CountDownLatch holdsTheNextCall() {
        CountDownLatch release = new CountDownLatch(1);
        hold.set(release);
        return release;
    }

    void awaitCall() throws InterruptedException {
        called.await();
    }

    int calls() {
        return calls.get();
    }

    @Override
    public String target() {
        return "erp";
    }

    @Override
    public Optional<Duration> timeout() {
        return timeout;
    }

    @Override
    public int batchSize() {
        return 100;
    }

    @Override
    public List<DeliveryOutcome> deliverAll(List<OutboundEvent> events) throws Exception {
        batches.add(events.size());
        Exception thrown = failure;
        if (thrown != null) {
            calls.addAndGet(events.size());
            throw thrown;
        }
        return EventTransport.super.deliverAll(events);
    }

    /** How many events each call of a batch brought. */
    List<Integer> batches() {
        return batches;
    }

    @Override
    @SuppressWarnings("NullAway") // as a careless transport does
    public DeliveryOutcome deliver(OutboundEvent event) throws Exception {
        calls.incrementAndGet();
        CountDownLatch release = hold.getAndSet(null);
        if (release != null) {
            called.countDown();
            release.await();
        }
        Exception thrown = failure;
        if (thrown != null) {
            throw thrown;
        }
        return outcome;
    }
}

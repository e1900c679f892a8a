package dev.inlay.core.internal.event;

import dev.inlay.api.event.Hold;
import dev.inlay.spi.event.DeliveryListener;
import dev.inlay.spi.event.DeliveryNotice;
import dev.inlay.spi.store.Lane;
import dev.inlay.spi.store.StoredEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Tells listeners what becomes of events, on a thread of its own, so that none slows or breaks a relay. Makes no object
 * when nobody listens. Thread-safe.
 */
final class DeliveryNews {

    private static final int MOST_WAITING = 10_000;
    private static final long LAST_WORDS = TimeUnit.MILLISECONDS.toNanos(500);
    private static final long PATIENCE = TimeUnit.MILLISECONDS.toNanos(100);

    private final List<DeliveryListener> listeners;
    private final Supplier<Instant> clock;
    private final Faults faults;
    private final BlockingQueue<Consumer<DeliveryListener>> waiting;
    private final AtomicLong dropped = new AtomicLong();
    private final Set<DeliveryListener> reported = ConcurrentHashMap.newKeySet();
    private volatile boolean closing;
    private @Nullable Thread teller;

    DeliveryNews(List<DeliveryListener> listeners, Supplier<Instant> clock, Faults faults) {
        this(listeners, clock, faults, MOST_WAITING);
    }

    DeliveryNews(List<DeliveryListener> listeners, Supplier<Instant> clock, Faults faults, int most) {
        this.listeners = List.copyOf(listeners);
        this.clock = clock;
        this.faults = faults;
        this.waiting = new ArrayBlockingQueue<>(this.listeners.isEmpty() ? 1 : most);
    }

    void start(ThreadFactory threads) {
        if (!listeners.isEmpty()) {
            Thread thread = threads.newThread(this::tell);
            teller = thread;
            thread.start();
        }
    }

    /** Tells what is still waiting, if that does not take long. */
    void close() {
        closing = true;
        Thread thread = teller;
        if (thread != null) {
            try {
                TimeUnit.NANOSECONDS.timedJoin(thread, LAST_WORDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            thread.interrupt();
        }
    }

    void delivered(Lane lane, StoredEvent event, int attempts) {
        if (listeners.isEmpty()) {
            return;
        }
        DeliveryNotice notice = notice(lane, event, attempts);
        Duration age = Duration.between(event.at(), clock.get());
        add(listener -> listener.delivered(notice, age));
    }

    void retried(Lane lane, StoredEvent event, int attempts, String reason, Instant next) {
        if (listeners.isEmpty()) {
            return;
        }
        DeliveryNotice notice = notice(lane, event, attempts);
        add(listener -> listener.retried(notice, reason, next));
    }

    void parked(Lane lane, StoredEvent event, int attempts, String reason) {
        if (listeners.isEmpty()) {
            return;
        }
        DeliveryNotice notice = notice(lane, event, attempts);
        add(listener -> listener.parked(notice, reason));
    }

    void held(Hold hold) {
        if (!listeners.isEmpty()) {
            add(listener -> listener.held(hold));
        }
    }

    void resumed(Hold hold) {
        if (!listeners.isEmpty()) {
            add(listener -> listener.resumed(hold));
        }
    }

    /** Why a target is paused, empty when it is not, before and after something. */
    void target(String target, String before, String after) {
        if (listeners.isEmpty() || before.isEmpty() == after.isEmpty()) {
            return;
        }
        add(listener -> {
            if (after.isEmpty()) {
                listener.targetResumed(target);
            } else {
                listener.targetPaused(target, after);
            }
        });
    }

    private static DeliveryNotice notice(Lane lane, StoredEvent event, int attempts) {
        DeliveryNotice.Builder notice = DeliveryNotice.builder(
                        lane.tenant(), lane.target(), event.eventId(), event.type(), event.at())
                .attempts(attempts);
        event.key().ifPresent(key -> notice.stream(key, event.seq()));
        return notice.build();
    }

    private void add(Consumer<DeliveryListener> news) {
        if (!waiting.offer(news)) {
            long lost = dropped.incrementAndGet();
            faults.warn(
                    "listeners", "delivery listeners do not keep up; " + lost + " calls were dropped since the start");
        }
    }

    /** How many calls were dropped, because listeners did not keep up. */
    long dropped() {
        return dropped.get();
    }

    private void tell() {
        while (true) {
            Consumer<DeliveryListener> news;
            try {
                news = waiting.poll(PATIENCE, TimeUnit.NANOSECONDS);
            } catch (InterruptedException e) {
                // a listener's leftover, or the end, which the flag tells
                news = null;
            }
            if (news != null) {
                tell(news);
            } else if (closing) {
                return;
            }
        }
    }

    private void tell(Consumer<DeliveryListener> news) {
        for (DeliveryListener listener : listeners) {
            try {
                news.accept(listener);
            } catch (Throwable e) {
                if (reported.add(listener)) {
                    faults.warn(
                            "listener " + listener.getClass().getName(),
                            "delivery listener " + listener.getClass().getName() + " throws, which is said once: "
                                    + Faults.describe(e));
                }
            }
        }
    }
}

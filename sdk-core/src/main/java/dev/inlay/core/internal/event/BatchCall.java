package dev.inlay.core.internal.event;

import dev.inlay.spi.event.DeliveryOutcome;
import dev.inlay.spi.event.EventTransport;
import dev.inlay.spi.event.OutboundEvent;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One call that tries to deliver several events, on a worker's thread; whatever happens, each attempt ends. */
final class BatchCall {

    private BatchCall() {}

    static void make(List<Attempt> attempts, EventTransport transport, LeaseKeeper keeper, Forms forms) {
        List<Attempt> sending = new ArrayList<>(attempts.size());
        List<OutboundEvent> events = new ArrayList<>(attempts.size());
        // all are made ready first, since that may take its time, and a lease ends meanwhile
        List<Attempt> ready = new ArrayList<>(attempts.size());
        for (Attempt attempt : attempts) {
            if (attempt.prepare(forms)) {
                ready.add(attempt);
            } else {
                attempt.leave();
            }
        }
        for (Attempt attempt : ready) {
            @Nullable OutboundEvent event = attempt.enter(keeper);
            if (event == null) {
                attempt.leave();
            } else {
                sending.add(attempt);
                events.add(event);
            }
        }
        if (!events.isEmpty()) {
            end(sending, deliver(transport, events));
        }
    }

    private static void end(List<Attempt> sent, List<DeliveryOutcome> outcomes) {
        for (int i = 0; i < sent.size(); i++) {
            sent.get(i).end(outcomes.get(i));
        }
    }

    private static List<DeliveryOutcome> deliver(EventTransport transport, List<OutboundEvent> events) {
        try {
            List<DeliveryOutcome> outcomes = transport.deliverAll(List.copyOf(events));
            return outcomes != null && outcomes.size() == events.size()
                    ? outcomes.stream().map(BatchCall::known).toList()
                    : all(
                            events,
                            "the transport answered " + (outcomes == null ? "null" : outcomes.size() + " outcomes")
                                    + " for " + events.size() + " events");
        } catch (InterruptedException e) {
            return all(events, "interrupted before there was an answer");
        } catch (Throwable e) {
            return all(events, Faults.describe(e));
        }
    }

    private static DeliveryOutcome known(@Nullable DeliveryOutcome outcome) {
        return outcome == null ? DeliveryOutcome.retry("the transport answered null") : outcome;
    }

    private static List<DeliveryOutcome> all(List<OutboundEvent> events, String reason) {
        return events.stream().map(event -> DeliveryOutcome.retry(reason)).toList();
    }
}

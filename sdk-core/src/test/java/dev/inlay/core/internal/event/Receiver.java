package dev.inlay.core.internal.event;

import dev.inlay.spi.event.DeliveryOutcome;
import dev.inlay.spi.event.EventTransport;
import dev.inlay.spi.event.OutboundEvent;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

/** A receiver that writes every delivery down and answers as it is told. */
final class Receiver implements EventTransport {

    private final String target;
    private final List<OutboundEvent> seen = new CopyOnWriteArrayList<>();
    private volatile Function<OutboundEvent, DeliveryOutcome> answer = event -> DeliveryOutcome.delivered();

    private volatile Optional<Duration> timeout = Optional.empty();

    Receiver(String target) {
        this.target = target;
    }

    void answers(Function<OutboundEvent, DeliveryOutcome> with) {
        answer = with;
    }

    void timeout(Duration most) {
        timeout = Optional.of(most);
    }

    @Override
    public String target() {
        return target;
    }

    @Override
    public Optional<Duration> timeout() {
        return timeout;
    }

    @Override
    public DeliveryOutcome deliver(OutboundEvent event) {
        seen.add(event);
        return answer.apply(event);
    }

    List<OutboundEvent> seen() {
        return List.copyOf(seen);
    }

    List<String> payloads() {
        return seen.stream()
                .map(event -> new String(event.payload().bytes(), java.nio.charset.StandardCharsets.UTF_8))
                .toList();
    }

    /** The sequence numbers of a key's deliveries, each at its first time. */
    List<Long> firstTimes(String key) {
        Map<String, Long> first = new LinkedHashMap<>();
        for (OutboundEvent event : seen) {
            if (event.key().isPresent() && event.key().get().equals(key)) {
                first.putIfAbsent(event.eventId(), event.seq());
            }
        }
        return List.copyOf(first.values());
    }
}

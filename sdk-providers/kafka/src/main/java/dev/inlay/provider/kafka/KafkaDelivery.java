package dev.inlay.provider.kafka;

import dev.inlay.spi.event.DeliveryOutcome;
import dev.inlay.spi.event.EventTransport;
import dev.inlay.spi.event.OutboundEvent;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.producer.Producer;
import org.jspecify.annotations.Nullable;

/** Makes attempts, of one event or of many, with the producer that is in use. */
final class KafkaDelivery implements EventTransport {

    private static final Duration UNTIL_OPEN = Duration.ofSeconds(1);
    private static final Duration UNTIL_RESOLVED = Duration.ofSeconds(5);

    private final KafkaTransport.Builder settings;
    private final CloudEventRecord records;
    private volatile @Nullable ProducerSlot slot;

    KafkaDelivery(KafkaTransport.Builder settings) {
        this.settings = settings;
        this.records = new CloudEventRecord(settings.topic, settings.recordKey, settings.mode);
    }

    void open(ProducerSlot opened) {
        slot = opened;
    }

    void close() {
        ProducerSlot open = slot;
        slot = null;
        if (open != null) {
            open.close();
        }
    }

    @Override
    public String target() {
        return settings.target;
    }

    @Override
    public Optional<Duration> timeout() {
        return Optional.of(settings.timeout);
    }

    @Override
    public int batchSize() {
        return settings.batch;
    }

    @Override
    public DeliveryOutcome deliver(OutboundEvent event) throws InterruptedException {
        return deliverAll(List.of(event)).get(0);
    }

    @Override
    public List<DeliveryOutcome> deliverAll(List<OutboundEvent> events) throws InterruptedException {
        ProducerSlot open = slot;
        if (open == null) {
            return sameForAll(events, notRunning());
        }
        Producer<byte[], byte[]> producer;
        try {
            producer = open.get();
        } catch (NoProducerException e) {
            return sameForAll(events, e.outcome(UNTIL_RESOLVED));
        }
        if (producer == null) {
            return sameForAll(events, notRunning());
        }
        SendRound round = new SendRound(producer, records, settings.oneTopic, settings.timeout);
        List<DeliveryOutcome> outcomes = round.deliver(events);
        if (round.producerLost()) {
            open.discard(producer);
        }
        return outcomes;
    }

    private static List<DeliveryOutcome> sameForAll(List<OutboundEvent> events, DeliveryOutcome outcome) {
        return Collections.nCopies(events.size(), outcome);
    }

    private static DeliveryOutcome notRunning() {
        return DeliveryOutcome.notAttempted("the transport is not running", UNTIL_OPEN);
    }
}

package dev.inlay.provider.kafka;

import dev.inlay.spi.event.DeliveryOutcome;
import dev.inlay.spi.event.OutboundEvent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.errors.InterruptException;
import org.jspecify.annotations.Nullable;

/** One call: hands every event to the producer, then waits for what became of each. For one thread. */
final class SendRound {

    private static final Duration UNTIL_NEXT = Duration.ofSeconds(1);

    private final Producer<byte[], byte[]> producer;
    private final CloudEventRecord records;
    private final boolean oneTopic;
    private final Duration timeout;
    private final long begun = System.nanoTime();
    private final List<Sent> sent = new ArrayList<>();
    private final Map<String, DeliveryOutcome> stopped = new HashMap<>();
    private boolean producerLost;

    SendRound(Producer<byte[], byte[]> producer, CloudEventRecord records, boolean oneTopic, Duration timeout) {
        this.producer = producer;
        this.records = records;
        this.oneTopic = oneTopic;
        this.timeout = timeout;
    }

    /** An event is on its way, or has its outcome already. */
    private record Sent(
            @Nullable Future<RecordMetadata> answer,
            @Nullable DeliveryOutcome outcome) {}

    List<DeliveryOutcome> deliver(List<OutboundEvent> events) throws InterruptedException {
        for (OutboundEvent event : events) {
            sent.add(send(event));
        }
        List<DeliveryOutcome> outcomes = new ArrayList<>(events.size());
        for (Sent each : sent) {
            outcomes.add(each.answer == null ? Objects.requireNonNull(each.outcome) : await(each.answer));
        }
        return outcomes;
    }

    boolean producerLost() {
        return producerLost;
    }

    private Sent send(OutboundEvent event) throws InterruptedException {
        ProducerRecord<byte[], byte[]> record;
        try {
            record = records.of(event);
        } catch (UnsendableException e) {
            return new Sent(null, DeliveryOutcome.refused(String.valueOf(e.getMessage())));
        }
        DeliveryOutcome known = stopped.get(record.topic());
        if (known != null) {
            return new Sent(null, known);
        }
        if (elapsed() > TimeUnit.MILLISECONDS.toNanos(ProducerProperties.quarter(timeout))) {
            return new Sent(null, DeliveryOutcome.notAttempted("other topics took the time of the call", UNTIL_NEXT));
        }
        try {
            return afterSend(record.topic(), producer.send(record));
        } catch (InterruptException e) {
            throw interrupted();
        } catch (RuntimeException e) {
            return new Sent(null, judged(e, record.topic()));
        }
    }

    /** Most of what keeps a record from being handed over is told by an answer that is there at once. */
    private Sent afterSend(String topic, Future<RecordMetadata> answer) throws InterruptedException {
        if (answer.isDone()) {
            try {
                answer.get();
            } catch (ExecutionException e) {
                return new Sent(null, judged(causeOf(e), topic));
            }
        }
        return new Sent(answer, null);
    }

    private DeliveryOutcome await(Future<RecordMetadata> answer) throws InterruptedException {
        try {
            answer.get(Math.max(0, timeout.toNanos() - elapsed()), TimeUnit.NANOSECONDS);
            return DeliveryOutcome.delivered();
        } catch (ExecutionException e) {
            return judged(causeOf(e), null);
        } catch (TimeoutException e) {
            return DeliveryOutcome.retry("no answer within " + timeout.toMillis() + " ms");
        }
    }

    private static Throwable causeOf(ExecutionException e) {
        return e.getCause() == null ? e : e.getCause();
    }

    private DeliveryOutcome judged(Throwable failure, @Nullable String topic) {
        Verdict verdict = Verdict.of(failure, oneTopic);
        producerLost |= verdict.producerLost();
        if (topic != null && verdict.ofTopic()) {
            stopped.put(topic, ofTheRest(verdict.outcome()));
        }
        return verdict.outcome();
    }

    /** What becomes of the topic's other events, which are not sent: none of them uses up an attempt. */
    private static DeliveryOutcome ofTheRest(DeliveryOutcome outcome) {
        return outcome.kind() == DeliveryOutcome.Kind.RETRY
                ? DeliveryOutcome.notAttempted("not sent after another of its topic: " + outcome.reason(), UNTIL_NEXT)
                : outcome;
    }

    private long elapsed() {
        return System.nanoTime() - begun;
    }

    private static InterruptedException interrupted() {
        boolean stated = Thread.interrupted(); // the exception says it from here on
        return new InterruptedException(stated ? "interrupted while sending" : "interrupted");
    }
}

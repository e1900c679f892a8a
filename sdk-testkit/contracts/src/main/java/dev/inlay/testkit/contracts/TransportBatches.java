package dev.inlay.testkit.contracts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.inlay.api.tenant.TenantId;
import dev.inlay.spi.event.DeliveryOutcome;
import dev.inlay.spi.event.DeliveryOutcome.Kind;
import dev.inlay.spi.event.EventTransport;
import dev.inlay.spi.event.OutboundEvent;
import dev.inlay.spi.event.Payload;
import dev.inlay.testkit.contracts.ScriptedReceiver.Answer;
import dev.inlay.testkit.contracts.ScriptedReceiver.Arrival;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;

/** What a transport keeps that is given several events at once: as many as it takes, at most six. */
abstract class TransportBatches extends Contract {

    private static final int MOST = 6;

    abstract EventTransport transport();

    abstract ScriptedReceiver receiver();

    @Requirement(
            id = "TRANSPORT-15",
            text = "A transport takes at least one event per call, the same number each time, and answers for each.")
    final void answersForEachOfABatch() throws Exception {
        int size = transport().batchSize();

        List<DeliveryOutcome> outcomes = transport().deliverAll(batch());

        assertThat(size).as("batchSize()").isPositive();
        assertThat(transport().batchSize()).as("batchSize() asked again").isEqualTo(size);
        assertThat(outcomes)
                .as("outcomes of accepted events")
                .hasSameSizeAs(batch())
                .extracting(DeliveryOutcome::kind)
                .containsOnly(Kind.DELIVERED);
        assertThat(arrivals())
                .as("arrivals")
                .extracting(Arrival::eventId)
                .containsExactlyInAnyOrderElementsOf(
                        batch().stream().map(OutboundEvent::eventId).toList());
    }

    @Requirement(
            id = "TRANSPORT-16",
            text = "In a batch the outcomes stand in the order of the events, and one that failed fails no other.")
    final void keepsTheOutcomesOfABatchApart() throws Exception {
        receiver().answers(arrival -> isOdd(arrival.eventId()) ? Answer.FAIL : Answer.ACCEPT);

        List<DeliveryOutcome> outcomes = transport().deliverAll(batch());

        assertThat(outcomes)
                .as("outcomes when every other event failed")
                .extracting(DeliveryOutcome::kind)
                .containsExactlyElementsOf(expected(Kind.RETRY));
    }

    @Requirement(
            id = "TRANSPORT-17",
            text = "In a batch one event that the receiver will never take refuses no other.",
            capability = EventTransportContract.REFUSALS)
    final void refusesOneOfABatch() throws Exception {
        receiver().answers(arrival -> isOdd(arrival.eventId()) ? Answer.REFUSE : Answer.ACCEPT);

        List<DeliveryOutcome> outcomes = transport().deliverAll(batch());

        assertThat(outcomes)
                .as("outcomes when every other event was refused")
                .extracting(DeliveryOutcome::kind)
                .containsExactlyElementsOf(expected(Kind.REFUSED));
    }

    @Requirement(id = "TRANSPORT-18", text = "In a batch each event has its own payload, byte for byte.")
    final void keepsThePayloadsOfABatchApart() throws Exception {
        transport().deliverAll(batch());

        assertThat(arrivals())
                .as("arrivals")
                .hasSameSizeAs(batch())
                .allSatisfy(arrival -> assertThat(arrival.payload())
                        .as("payload of %s", arrival.eventId())
                        .isEqualTo(payload(number(arrival.eventId()))));
    }

    private List<OutboundEvent> batch() {
        int size = Math.max(1, Math.min(MOST, transport().batchSize()));
        return IntStream.range(0, size).mapToObj(this::event).toList();
    }

    private OutboundEvent event(int number) {
        Instant at = Instant.parse("2026-03-01T10:15:30.123456Z");
        Payload payload = Payload.of("application/octet-stream", payload(number));
        return OutboundEvent.builder(
                        TenantId.of("north-clinic"), transport().target(), "b-" + number, "claim.paid", at, payload)
                .stream("claim-" + number, 1, 1)
                .epoch(1)
                .build();
    }

    private static byte[] payload(int number) {
        byte[] bytes = ("for " + number + " \u00fc ").getBytes(StandardCharsets.UTF_8);
        bytes[bytes.length - 1] = (byte) (0x80 + number);
        return bytes;
    }

    /** An odd number fails or is refused; a batch of one has none. */
    private List<Kind> expected(Kind odd) {
        return batch().stream()
                .map(event -> isOdd(event.eventId()) ? odd : Kind.DELIVERED)
                .toList();
    }

    private static boolean isOdd(String eventId) {
        return number(eventId) % 2 == 1;
    }

    private static int number(String eventId) {
        return Character.digit(eventId.charAt(eventId.indexOf('-') + 1), 10);
    }

    private List<Arrival> arrivals() {
        return receiver().arrivals();
    }
}

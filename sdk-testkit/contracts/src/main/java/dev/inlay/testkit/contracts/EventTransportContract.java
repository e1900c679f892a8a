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
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/**
 * What every {@link EventTransport} keeps.
 *
 * @since 0.1
 */
public abstract class EventTransportContract extends TransportBatches {

    /** The receiver can say when to come back. */
    public static final String RETRY_AFTER = "transport.retry-after";

    /** The receiver can refuse a single event, or the sender as a whole. */
    public static final String REFUSALS = "transport.refusals";

    /** The receiver can break off after applying an event, or stay silent. */
    public static final String LOST_ANSWERS = "transport.lost-answers";

    /** How long a receiver that is {@link Answer#BUSY} asks to wait. */
    public static final Duration BUSY_FOR = Duration.ofSeconds(7);

    private static final Duration GRACE = Duration.ofSeconds(5);

    private @Nullable TransportFixture opened;

    /** For subclasses. */
    protected EventTransportContract() {}

    /**
     * Opens a transport with a receiver that no other requirement uses.
     *
     * @return closed when the requirement ended
     * @throws Exception fails the requirement
     */
    protected abstract TransportFixture open() throws Exception;

    @BeforeEach
    final void openFixture() throws Exception {
        opened = open();
    }

    @AfterEach
    final void closeFixture() {
        if (opened != null) {
            opened.close();
        }
    }

    @Requirement(
            id = "TRANSPORT-1",
            text = "The target is lower-case words joined by hyphens, at most 60 characters, and the same each time.")
    final void namesItsTarget() {
        String target = transport().target();

        assertThat(target).as("target()").matches("[a-z][a-z0-9]*(-[a-z0-9]+)*").hasSizeLessThanOrEqualTo(60);
        assertThat(transport().target()).as("target() asked again").isEqualTo(target);
    }

    @Requirement(id = "TRANSPORT-2", text = "What the receiver accepted is delivered, and one call sends it once.")
    final void deliversWhatIsAccepted() throws Exception {
        DeliveryOutcome outcome = attempt(event("e-1", 1, "{}"));

        assertThat(outcome.kind()).as("the outcome of an accepted event").isEqualTo(Kind.DELIVERED);
        assertThat(arrivals()).as("arrivals").extracting(Arrival::eventId).containsExactly("e-1");
    }

    @Requirement(id = "TRANSPORT-3", text = "The event id goes out unchanged on every attempt.")
    final void keepsTheIdOnEveryAttempt() throws Exception {
        receiver().answers(Answer.FAIL);
        attempt(event("E-7.a_b", 1, "{}"));
        attempt(event("E-7.a_b", 2, "{}"));
        receiver().answers(Answer.ACCEPT);

        attempt(event("E-7.a_b", 3, "{}"));

        assertThat(arrivals())
                .as("ids of three attempts")
                .extracting(Arrival::eventId)
                .containsExactly("E-7.a_b", "E-7.a_b", "E-7.a_b");
    }

    @Requirement(id = "TRANSPORT-4", text = "The payload goes out byte for byte, whatever the bytes are.")
    final void keepsEveryByte() throws Exception {
        byte[] every = new byte[512];
        for (int i = 0; i < every.length; i++) {
            every[i] = (byte) i;
        }
        Payload payload = Payload.of("application/octet-stream", every);

        attempt(event("e-1", 1, payload));
        attempt(event("e-2", 1, Payload.of("application/json", "{ \"ü\" : 1.0 }\n".getBytes(StandardCharsets.UTF_8))));

        assertThat(arrivals()).as("arrivals").hasSize(2);
        assertThat(arrivals().get(0).payload()).as("bytes of every value").isEqualTo(every);
        assertThat(new String(arrivals().get(1).payload(), StandardCharsets.UTF_8))
                .as("JSON with its spaces")
                .isEqualTo("{ \"ü\" : 1.0 }\n");
    }

    @Requirement(id = "TRANSPORT-5", text = "A receiver that failed is tried again later.")
    final void retriesAfterAFailure() throws Exception {
        receiver().answers(Answer.FAIL);

        DeliveryOutcome outcome = attempt(event("e-1", 1, "{}"));

        assertThat(outcome.kind()).as("the outcome when the receiver failed").isEqualTo(Kind.RETRY);
        assertThat(arrivals()).as("arrivals").hasSize(1);
    }

    @Requirement(
            id = "TRANSPORT-6",
            text = "When the receiver says when to come back, the outcome carries it.",
            capability = RETRY_AFTER)
    final void carriesRetryAfter() throws Exception {
        receiver().answers(Answer.BUSY);

        DeliveryOutcome outcome = attempt(event("e-1", 1, "{}"));

        assertThat(outcome.kind()).as("the outcome when the receiver was busy").isEqualTo(Kind.RETRY);
        assertThat(outcome.retryAfter()).as("retryAfter").contains(BUSY_FOR);
    }

    @Requirement(
            id = "TRANSPORT-7",
            text = "An event that the receiver will never take is refused.",
            capability = REFUSALS)
    final void tellsARefusedEvent() throws Exception {
        receiver().answers(Answer.REFUSE);

        DeliveryOutcome outcome = attempt(event("e-1", 1, "{}"));

        assertThat(outcome.kind()).as("the outcome of a refused event").isEqualTo(Kind.REFUSED);
    }

    @Requirement(
            id = "TRANSPORT-8",
            text = "When the receiver takes nothing from the sender, the target is unusable, or held for the one"
                    + " tenant, and the event is not refused.",
            capability = REFUSALS)
    final void tellsAnUnusableTarget() throws Exception {
        receiver().answers(Answer.REFUSE_SENDER);

        DeliveryOutcome outcome = attempt(event("e-1", 1, "{}"));

        assertThat(outcome.kind())
                .as("the outcome when the sender was refused")
                .isIn(Kind.TARGET_UNUSABLE, Kind.DISABLED);
    }

    @Requirement(
            id = "TRANSPORT-9",
            text = "An answer that was lost is a retry: neither delivered nor refused.",
            capability = LOST_ANSWERS)
    final void retriesAfterALostAnswer() throws Exception {
        receiver().answers(Answer.LOSE_ANSWER);

        DeliveryOutcome outcome = attempt(event("e-1", 1, "{}"));

        assertThat(arrivals()).as("arrivals").isNotEmpty();
        assertThat(outcome.kind()).as("the outcome when the answer was lost").isEqualTo(Kind.RETRY);
    }

    @Requirement(
            id = "TRANSPORT-10",
            text = "A call to a silent receiver ends by the transport's time-out, as a retry.",
            capability = LOST_ANSWERS)
    final void endsByItsTimeout() throws Exception {
        receiver().answers(Answer.SILENCE);

        Future<DeliveryOutcome> call = Concurrently.begin(() -> attempt(event("e-1", 1, "{}")));

        Duration patience = fixture().timeout().multipliedBy(3).plus(GRACE);
        assertThat(call).as("a call with a time-out of %s", fixture().timeout()).succeedsWithin(patience);
        DeliveryOutcome outcome = Concurrently.answer(call);
        assertThat(outcome.kind()).as("the outcome when nobody answered").isEqualTo(Kind.RETRY);
    }

    @Requirement(id = "TRANSPORT-11", text = "A receiver that is not there is tried again later.")
    final void retriesWhenNobodyIsThere() throws Exception {
        assertThat(attempt(event("e-1", 1, "{}")).kind())
                .as("the outcome while the receiver is there")
                .isEqualTo(Kind.DELIVERED);
        fixture().disconnect();

        DeliveryOutcome outcome = attempt(event("e-2", 1, "{}"));

        assertThat(outcome.kind()).as("the outcome when nobody is there").isEqualTo(Kind.RETRY);
    }

    @Requirement(id = "TRANSPORT-12", text = "Calls from many threads do not mix events or answers up.")
    final void keepsThreadsApart() {
        receiver().answers(arrival -> arrival.eventId().endsWith("0") ? Answer.FAIL : Answer.ACCEPT);

        List<Boolean> right = Concurrently.call(8, worker -> {
            boolean ok = true;
            for (int i = 0; i < 20; i++) {
                String id = "w" + worker + "-" + i;
                Kind expected = id.endsWith("0") ? Kind.RETRY : Kind.DELIVERED;
                ok &= attempt(event(id, 1, "for " + id)).kind() == expected;
            }
            return ok;
        });

        assertThat(right)
                .as("whether each thread got the answers to its own events")
                .doesNotContain(false);
        assertThat(arrivals())
                .as("arrivals")
                .hasSize(160)
                .allSatisfy(arrival -> assertThat(new String(arrival.payload(), StandardCharsets.UTF_8))
                        .isEqualTo("for " + arrival.eventId()));
        assertThat(IntStream.range(0, 160).mapToObj(i -> "w" + i / 20 + "-" + i % 20))
                .as("ids that arrived")
                .containsExactlyInAnyOrderElementsOf(
                        arrivals().stream().map(Arrival::eventId).toList());
    }

    @Requirement(
            id = "TRANSPORT-13",
            text = "Whatever is not delivered says why, without the payload.",
            capability = REFUSALS)
    final void saysWhyWithoutThePayload() throws Exception {
        for (Answer answer : List.of(Answer.FAIL, Answer.REFUSE, Answer.REFUSE_SENDER)) {
            receiver().answers(answer);

            DeliveryOutcome outcome = attempt(event("e-1", 1, "{\"patient\":\"top-secret-7\"}"));

            assertThat(outcome.reason())
                    .as("the reason when the receiver answered %s", answer)
                    .isNotBlank()
                    .doesNotContain("top-secret-7");
        }
    }

    @Requirement(id = "TRANSPORT-14", text = "An interrupted call is not delivered.", capability = LOST_ANSWERS)
    final void isNotDeliveredWhenInterrupted() throws Exception {
        receiver().answers(Answer.SILENCE);
        Thread[] sender = new Thread[1];
        Future<Boolean> call = Concurrently.begin(() -> {
            sender[0] = Thread.currentThread();
            try {
                return attempt(event("e-1", 1, "{}")).kind() == Kind.DELIVERED;
            } catch (InterruptedException e) {
                return false;
            }
        });
        receiver().awaitArrivals(1);

        sender[0].interrupt();

        assertThat(Concurrently.answer(call))
                .as("delivered, though interrupted")
                .isFalse();
    }

    @Requirement(
            id = "TRANSPORT-19",
            text = "The transport says how long a call may take by its settings.",
            capability = LOST_ANSWERS)
    final void saysHowLongACallMayTake() {
        assertThat(transport().timeout()).as("timeout()").contains(fixture().timeout());
        assertThat(transport().timeout())
                .as("timeout() asked again")
                .contains(fixture().timeout());
    }

    private DeliveryOutcome attempt(OutboundEvent event) throws InterruptedException {
        DeliveryOutcome outcome;
        try {
            outcome = transport().deliver(event);
        } catch (InterruptedException e) {
            throw e;
        } catch (Exception e) {
            return DeliveryOutcome.retry(e.toString());
        }
        assertThat(outcome).as("what deliver() returned").isNotNull();
        return outcome;
    }

    private OutboundEvent event(String id, int attempt, String payload) {
        return event(id, attempt, Payload.of("text/plain", payload.getBytes(StandardCharsets.UTF_8)));
    }

    private OutboundEvent event(String id, int attempt, Payload payload) {
        Instant at = Instant.parse("2026-03-01T10:15:30.123456Z");
        return OutboundEvent.builder(
                        TenantId.of("north-clinic"), transport().target(), id, "claim.submitted", at, payload)
                .stream("claim-1", 1, 1)
                .epoch(1)
                .attempt(attempt)
                .build();
    }

    private TransportFixture fixture() {
        return Objects.requireNonNull(opened, "open() was not called");
    }

    @Override
    final EventTransport transport() {
        return fixture().transport();
    }

    @Override
    final ScriptedReceiver receiver() {
        return fixture().receiver();
    }

    private List<Arrival> arrivals() {
        return receiver().arrivals();
    }
}

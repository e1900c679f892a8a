package dev.inlay.testkit.contracts;

import dev.inlay.spi.event.DeliveryOutcome;
import dev.inlay.spi.event.DeliveryOutcome.Kind;
import dev.inlay.spi.event.EventTransport;
import dev.inlay.spi.event.OutboundEvent;
import dev.inlay.spi.event.Payload;
import dev.inlay.testkit.contracts.RecordingTransportFixture.OnMemory;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

@Proves("KIT-1")
final class EventTransportContractTest extends ContractProof {

    @Override
    Supplier<? extends Contract> reference() {
        return () -> new OnMemory(sound -> sound);
    }

    @Override
    List<Flaw> hollow() {
        return List.of(
                flaw("does nothing", sound -> Hollow.doesNothing(EventTransport.class), allBut()),
                flaw("always throws", sound -> Hollow.alwaysThrows(EventTransport.class), allBut()));
    }

    @Override
    List<Flaw> flaws() {
        return List.of(
                flaw("changes its name", EventTransportContractTest::changingItsName, "TRANSPORT-1"),
                flaw(
                        "sends twice",
                        sound -> delivering(sound, event -> {
                            sound.deliver(event);
                            return sound.deliver(event);
                        }),
                        "TRANSPORT-2",
                        "TRANSPORT-3",
                        "TRANSPORT-4",
                        "TRANSPORT-5",
                        "TRANSPORT-12",
                        "TRANSPORT-15",
                        "TRANSPORT-18"),
                flaw(
                        "numbers attempts in the id",
                        sound -> delivering(
                                sound,
                                event -> sound.deliver(
                                        copy(event, event.eventId() + "-" + event.attempt(), event.payload()))),
                        "TRANSPORT-2",
                        "TRANSPORT-3",
                        "TRANSPORT-12",
                        "TRANSPORT-15"),
                flaw(
                        "sends text",
                        sound -> delivering(sound, event -> sound.deliver(copy(event, event.eventId(), text(event)))),
                        "TRANSPORT-4",
                        "TRANSPORT-18"),
                flaw(
                        "refuses what failed",
                        sound -> mapping(
                                sound,
                                outcome -> outcome.kind() == Kind.RETRY
                                        ? DeliveryOutcome.refused(outcome.reason())
                                        : outcome),
                        "TRANSPORT-5",
                        "TRANSPORT-6",
                        "TRANSPORT-9",
                        "TRANSPORT-10",
                        "TRANSPORT-11",
                        "TRANSPORT-12"),
                flaw(
                        "forgets when to come back",
                        sound -> mapping(
                                sound,
                                outcome -> outcome.kind() == Kind.RETRY
                                        ? DeliveryOutcome.retry(outcome.reason())
                                        : outcome),
                        "TRANSPORT-6"),
                flaw(
                        "retries what is refused",
                        sound -> mapping(
                                sound,
                                outcome -> outcome.kind() == Kind.REFUSED
                                        ? DeliveryOutcome.retry(outcome.reason())
                                        : outcome),
                        "TRANSPORT-7"),
                flaw(
                        "refuses events when it is refused itself",
                        sound -> mapping(
                                sound,
                                outcome -> outcome.kind() == Kind.TARGET_UNUSABLE
                                        ? DeliveryOutcome.refused(outcome.reason())
                                        : outcome),
                        "TRANSPORT-8"),
                flaw(
                        "takes no answer for yes",
                        sound -> mapping(
                                sound,
                                outcome -> outcome.reason().contains("no answer")
                                                || outcome.reason().contains("nobody")
                                        ? DeliveryOutcome.delivered()
                                        : outcome),
                        "TRANSPORT-9",
                        "TRANSPORT-10",
                        "TRANSPORT-11",
                        "TRANSPORT-14"),
                flaw(
                        "does not say how long it takes",
                        sound -> transport(sound::target, Optional.empty(), sound::deliver),
                        "TRANSPORT-19"),
                flaw("waits for ever", EventTransportContractTest::waitingForEver, "TRANSPORT-10"),
                flaw("mixes threads up", EventTransportContractTest::mixingThreadsUp, "TRANSPORT-12"),
                flaw(
                        "tells the payload",
                        sound -> delivering(sound, event -> {
                            DeliveryOutcome outcome = sound.deliver(event);
                            return outcome.kind() == Kind.REFUSED
                                    ? DeliveryOutcome.refused("refused: "
                                            + new String(event.payload().bytes(), StandardCharsets.UTF_8))
                                    : outcome;
                        }),
                        "TRANSPORT-13"),
                flaw(
                        "gives no reason",
                        sound -> mapping(
                                sound,
                                outcome -> outcome.kind() == Kind.REFUSED ? DeliveryOutcome.refused("") : outcome),
                        "TRANSPORT-13"),
                batching("answers backwards", batch -> backwards(batch.deliver()), "TRANSPORT-16", "TRANSPORT-17"),
                batching(
                        "fails all for one",
                        batch -> {
                            List<DeliveryOutcome> outcomes = batch.deliver();
                            return outcomes.stream()
                                    .filter(outcome -> outcome.kind() != Kind.DELIVERED)
                                    .findFirst()
                                    .map(first -> Collections.nCopies(outcomes.size(), first))
                                    .orElse(outcomes);
                        },
                        "TRANSPORT-16",
                        "TRANSPORT-17"),
                batching(
                        "forgets the last answer",
                        batch -> batch.deliver().subList(0, batch.events().size() - 1),
                        "TRANSPORT-15",
                        "TRANSPORT-16",
                        "TRANSPORT-17"),
                batching(
                        "sends the first payload with every event",
                        batch -> batch.withPayload(batch.events().get(0).payload())
                                .deliver(),
                        "TRANSPORT-18"),
                batching(
                        "drops what comes after the first",
                        batch -> Collections.nCopies(
                                batch.events().size(),
                                batch.sound().deliver(batch.events().get(0))),
                        "TRANSPORT-15",
                        "TRANSPORT-16",
                        "TRANSPORT-17",
                        "TRANSPORT-18"));
    }

    private static List<DeliveryOutcome> backwards(List<DeliveryOutcome> outcomes) {
        List<DeliveryOutcome> turned = new ArrayList<>(outcomes);
        Collections.reverse(turned);
        return turned;
    }

    private static Flaw batching(String name, DeliverAll deliverAll, String... fails) {
        return flaw(name, sound -> new BrokenBatches(sound, deliverAll), fails);
    }

    private record Batch(EventTransport sound, List<OutboundEvent> events) {

        List<DeliveryOutcome> deliver() throws Exception {
            return sound.deliverAll(events);
        }

        Batch withPayload(Payload payload) {
            return new Batch(
                    sound,
                    events.stream()
                            .map(event -> copy(event, event.eventId(), payload))
                            .toList());
        }
    }

    private interface DeliverAll {
        List<DeliveryOutcome> of(Batch batch) throws Exception;
    }

    private record BrokenBatches(EventTransport sound, DeliverAll all) implements EventTransport {

        @Override
        public String target() {
            return sound.target();
        }

        @Override
        public int batchSize() {
            return sound.batchSize();
        }

        @Override
        public Optional<Duration> timeout() {
            return sound.timeout();
        }

        @Override
        public DeliveryOutcome deliver(OutboundEvent event) throws Exception {
            return sound.deliver(event);
        }

        @Override
        public List<DeliveryOutcome> deliverAll(List<OutboundEvent> events) throws Exception {
            return all.of(new Batch(sound, events));
        }
    }

    private static Flaw flaw(String name, UnaryOperator<EventTransport> breaking, String... fails) {
        return Flaw.of(name, () -> new OnMemory(breaking), fails);
    }

    private static EventTransport mapping(EventTransport sound, UnaryOperator<DeliveryOutcome> change) {
        return delivering(sound, event -> change.apply(sound.deliver(event)));
    }

    private static EventTransport changingItsName(EventTransport sound) {
        AtomicInteger asked = new AtomicInteger();
        return transport(() -> "erp-" + asked.incrementAndGet(), sound.timeout(), sound::deliver);
    }

    private static EventTransport waitingForEver(EventTransport sound) {
        CountDownLatch never = new CountDownLatch(1);
        return delivering(sound, event -> {
            DeliveryOutcome outcome = sound.deliver(event);
            if (outcome.reason().equals("no answer")) {
                never.await();
            }
            return outcome;
        });
    }

    /** Keeps the event of a call where the next call finds it. */
    private static EventTransport mixingThreadsUp(EventTransport sound) {
        AtomicReference<OutboundEvent> field = new AtomicReference<>();
        return delivering(sound, event -> {
            field.set(event);
            LockSupport.parkNanos(1_000);
            return sound.deliver(field.get());
        });
    }

    private static EventTransport delivering(EventTransport sound, Deliver deliver) {
        return transport(sound::target, sound.timeout(), deliver);
    }

    private static EventTransport transport(Supplier<String> target, Optional<Duration> timeout, Deliver deliver) {
        return new EventTransport() {
            @Override
            public String target() {
                return target.get();
            }

            @Override
            public Optional<Duration> timeout() {
                return timeout;
            }

            @Override
            public DeliveryOutcome deliver(OutboundEvent event) throws Exception {
                return deliver.of(event);
            }
        };
    }

    private static Payload text(OutboundEvent event) {
        String text = new String(event.payload().bytes(), StandardCharsets.UTF_8);
        return Payload.of(event.payload().contentType(), text.getBytes(StandardCharsets.UTF_8));
    }

    private static OutboundEvent copy(OutboundEvent event, String id, Payload payload) {
        return OutboundEvent.builder(event.tenant(), event.target(), id, event.type(), event.at(), payload)
                .attempt(event.attempt())
                .build();
    }

    private interface Deliver {
        DeliveryOutcome of(OutboundEvent event) throws Exception;
    }
}

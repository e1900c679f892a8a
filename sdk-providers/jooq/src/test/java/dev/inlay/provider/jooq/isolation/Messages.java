package dev.inlay.provider.jooq.isolation;

import dev.inlay.api.tenant.MessageBinding;
import dev.inlay.api.tenant.ReceivedHeader;
import dev.inlay.api.tenant.TenantId;
import dev.inlay.api.tenant.TenantPropagation;
import dev.inlay.api.tenant.TenantStatus;
import java.nio.charset.StandardCharsets;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** A queue of messages that all tenants share, some of which somebody has a hand in. */
final class Messages {

    static final String RECEIVED = "received a message";

    private static final int TOPICS = 2;

    /** A message on its way, and whose it is. */
    private record Sent(TenantId tenant, String topic, String id, String payload, String seal) {

        Sent withTopic(String other) {
            return new Sent(tenant, other, id, payload, seal);
        }

        Sent withPayload(String other) {
            return new Sent(tenant, topic, id, other, seal);
        }

        Sent withSeal(String other) {
            return new Sent(tenant, topic, id, payload, other);
        }
    }

    private final Queue<Sent> queue = new ConcurrentLinkedQueue<>();
    private final Operations inside;

    Messages(Operations inside) {
        this.inside = inside;
    }

    void into(Operations operations) {
        operations.add("send a message", Kind.MESSAGES, 5, turn -> queue.add(sealed(turn)));
    }

    void intoUnbound(Operations operations) {
        operations.add("receive a message", Kind.MESSAGES, 14, this::receive);
    }

    void intoAlone(Operations operations) {
        operations.add("receive a suspended tenant's message", Kind.MESSAGES, 1, Messages::receiveSuspended);
    }

    private static Sent sealed(Turn turn) {
        String topic = "claims-" + turn.dice.nextInt(TOPICS);
        String id = "message-" + turn.dice.nextInt(1000);
        String payload = turn.canary() + " " + turn.dice.nextLong();
        String seal = turn.world.inlay.propagation().seal(binding(turn, topic, id, payload));
        return new Sent(turn.tenant, topic, id, payload, seal);
    }

    private static MessageBinding binding(Turn turn, String topic, String id, String payload) {
        return MessageBinding.of(
                turn.world.keeps(Guard.SEALED_TOPIC) ? topic : "any",
                id,
                (turn.world.keeps(Guard.SEALED_PAYLOAD) ? payload : "").getBytes(StandardCharsets.UTF_8));
    }

    private void receive(Turn turn) throws Exception {
        Sent sent = queue.poll();
        if (sent == null) {
            return;
        }
        Turn received = turn.of(sent.tenant);
        Sent next = queue.peek();
        String other = next == null ? "nordic#0" : next.payload;
        switch (turn.dice.nextInt(6)) {
            case 0 -> refused(received, sent.withPayload(other));
            case 1 -> refused(received, sent.withTopic(sent.topic + "-of-others"));
            case 2 -> refused(received, sent.withSeal(next == null ? "" : next.seal));
            default -> accepted(received, sent);
        }
    }

    private void accepted(Turn received, Sent sent) throws Exception {
        TenantPropagation propagation = received.world.inlay.propagation();
        propagation
                .verify(ReceivedHeader.of(sent.seal), binding(received, sent))
                .run(() -> {
                    received.bound();
                    received.world.oracle.did(RECEIVED);
                    received.mine(Kind.MESSAGES, "a message", sent.payload);
                    inside.choose(received.dice).run(received.part());
                });
    }

    private static void refused(Turn received, Sent sent) {
        received.refused(
                Kind.MESSAGES,
                "tenant.seal.",
                now -> received.world
                        .inlay
                        .propagation()
                        .verify(ReceivedHeader.of(sent.seal), binding(received, sent)));
    }

    private static MessageBinding binding(Turn turn, Sent sent) {
        return binding(turn, sent.topic, sent.id, sent.payload);
    }

    /** The seal outlives the tenant's right to work; the message does not. */
    private static void receiveSuspended(Turn turn) {
        Sent sent = turn.world.inlay.tenants().call(turn.tenant, () -> sealed(turn));
        turn.world.directory.put(turn.tenant, TenantStatus.SUSPENDED);
        try {
            turn.refused(
                    Kind.STATUS,
                    "tenant.suspended",
                    now -> turn.world
                            .inlay
                            .propagation()
                            .verify(ReceivedHeader.of(sent.seal), binding(turn, sent))
                            .run(() -> {}));
        } finally {
            turn.world.directory.put(turn.tenant, TenantStatus.ACTIVE);
        }
    }
}

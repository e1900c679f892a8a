package dev.inlay.provider.kafka;

import dev.inlay.api.tenant.TenantId;
import dev.inlay.spi.event.OutboundEvent;
import dev.inlay.spi.event.Payload;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;

/** Events to send. */
final class TestEvents {

    static final Instant AT = Instant.parse("2026-11-20T09:59:58.123456Z");

    private TestEvents() {}

    static OutboundEvent.Builder of(String tenant, String id, Payload payload) {
        return OutboundEvent.builder(TenantId.of(tenant), "bus", id, "claim.submitted", AT, payload);
    }

    static OutboundEvent simple(String id) {
        return of("north-clinic", id, json("{\"claim\":17}")).build();
    }

    static OutboundEvent inStream(String tenant, String key, long seq) {
        return of(tenant, tenant + "." + key + "." + seq, json("{\"claim\":17}")).stream(key, 2, seq)
                .epoch(7)
                .attempt(3)
                .version(4)
                .build();
    }

    /** One event of each of so many streams. */
    static List<OutboundEvent> batch(int count, long seq) {
        return IntStream.range(0, count)
                .mapToObj(i -> inStream("north-clinic", "claim-" + i, seq))
                .toList();
    }

    static Payload json(String text) {
        return Payload.of("application/json", text.getBytes(StandardCharsets.UTF_8));
    }
}

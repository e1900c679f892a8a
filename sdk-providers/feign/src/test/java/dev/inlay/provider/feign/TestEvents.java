package dev.inlay.provider.feign;

import dev.inlay.api.tenant.TenantId;
import dev.inlay.spi.event.OutboundEvent;
import dev.inlay.spi.event.Payload;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

/** Events to send. */
final class TestEvents {

    static final Instant AT = Instant.parse("2026-11-20T09:59:58.123456Z");

    private TestEvents() {}

    static OutboundEvent.Builder event(String id, Payload payload) {
        return OutboundEvent.builder(TenantId.of("north-clinic"), "erp", id, "claim.submitted", AT, payload);
    }

    static OutboundEvent simple() {
        return event("e-1", json("{\"claim\":17}")).build();
    }

    static OutboundEvent inStream(String key) {
        return event("e-1", json("{\"claim\":17}")).stream(key, 2, 41)
                .epoch(7)
                .attempt(3)
                .version(4)
                .build();
    }

    static Payload json(String text) {
        return Payload.of("application/json", text.getBytes(StandardCharsets.UTF_8));
    }
}

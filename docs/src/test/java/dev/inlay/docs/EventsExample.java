package dev.inlay.docs;

import dev.inlay.api.Inlay;
import dev.inlay.api.event.ErpEvent;
import dev.inlay.api.event.InboundEvent;
import dev.inlay.api.event.Received;
import dev.inlay.api.event.Response;
import dev.inlay.api.event.TargetPolicy;
import dev.inlay.api.tenant.TenantId;
import dev.inlay.core.InlayBuilder;
import dev.inlay.core.InlaySdk;
import dev.inlay.provider.feign.FeignTransport;
import dev.inlay.spi.event.EventUpcaster;
import dev.inlay.spi.event.Payload;
import java.io.IOException;
import java.net.URI;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;

/** The samples of the guide to events, so that they compile; {@link GuideSamplesTest} compares the texts. */
@SuppressWarnings("unused")
final class EventsExample {

    private EventsExample() {}

    static void publish(Inlay inlay, Claims claims, Claim claim) throws SQLException {
        inlay.tenants().run(TenantId.of("north-clinic"), () -> {
            try (Connection tx = inlay.dataSource().getConnection()) {
                claims.save(tx, claim);
                inlay.events().publish(tx, ErpEvent.of("claim.submitted", claim.id(), claim));
                tx.commit(); // both, or neither
            }
        });
    }

    static ErpEvent remind(Claim claim, String reminderText) {
        ErpEvent reminder = ErpEvent.builder("claim.reminded", reminderText)
                .key(claim.id())
                .requestId("reminder-" + claim.id()) // publishing it again does nothing
                .delay(Duration.ofDays(14)) // takes its place in the stream when it falls due
                .version(2)
                .build();
        return reminder;
    }

    static InlayBuilder wait(URI address) {
        InlayBuilder patient = InlaySdk.builder()
                .install(FeignTransport.to("erp", URI.create("https://erp.example.org/events")))
                .target(
                        "erp",
                        TargetPolicy.builder()
                                .attempts(20)
                                .backoff(Duration.ofSeconds(1), Duration.ofMinutes(10))
                                .maxAge(Duration.ofDays(2))
                                .build());
        return patient;
    }

    static Received takeIn(Inlay inlay, Connection tx, InboundEvent incoming, Stock stock) throws SQLException {
        Received received = inlay.inbox().receive(tx, "stock", incoming, () -> {
            stock.book(tx, incoming);
            return Response.json("{\"booked\":true}");
        });
        return received;
    }

    /** Says in which currency older claims were. */
    static final class Steps {

        private final Json json;

        private Steps(Json json) {
            this.json = json;
        }

        final class ClaimV1 implements EventUpcaster {
            @Override
            public String type() {
                return "claim.submitted";
            }

            @Override
            public int from() {
                return 1;
            }

            @Override
            public Payload upcast(Payload old) throws IOException {
                return json.put(old, "currency", "NOK");
            }
        }
    }

    /** The host's claim. */
    record Claim(String id) {}

    /** The host's claims. */
    interface Claims {
        void save(Connection tx, Claim claim) throws SQLException;
    }

    /** The host's stock. */
    interface Stock {
        void book(Connection tx, InboundEvent event) throws SQLException;
    }

    /** The host's way with JSON. */
    interface Json {
        Payload put(Payload object, String field, String value) throws IOException;
    }
}

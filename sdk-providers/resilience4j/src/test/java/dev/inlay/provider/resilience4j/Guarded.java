package dev.inlay.provider.resilience4j;

import dev.inlay.api.tenant.TenantId;
import dev.inlay.spi.Contributions;
import dev.inlay.spi.PluginContext;
import dev.inlay.spi.event.DeliveryOutcome;
import dev.inlay.spi.event.EventTransport;
import dev.inlay.spi.event.OutboundEvent;
import dev.inlay.spi.event.Payload;
import dev.inlay.spi.event.TransportDecorator;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;

/** A target as an instance wraps it with the plug-in, under a clock that the test moves. */
final class Guarded implements PluginContext {

    private final Target target;
    private final EventTransport transport;
    private volatile Instant now = Instant.parse("2026-11-20T10:00:00Z");

    Guarded(Target target, Resilience plugin) {
        this.target = target;
        List<TransportDecorator> decorators = new ArrayList<>();
        plugin.contribute(new Contributions() {
            @Override
            public <T> Contributions add(Class<T> point, T extension) {
                decorators.add((TransportDecorator) extension);
                return this;
            }
        });
        this.transport = decorators.get(0).decorate(target);
        plugin.start(this);
    }

    Guarded with(DeliveryOutcome outcome) {
        target.answers(outcome);
        return this;
    }

    DeliveryOutcome deliver(String tenant) throws Exception {
        return transport.deliver(event(tenant));
    }

    private OutboundEvent event(String tenant) {
        return OutboundEvent.builder(
                        TenantId.of(tenant),
                        "erp",
                        "e-1",
                        "claim.submitted",
                        now,
                        Payload.of("application/json", new byte[] {'{', '}'}))
                .build();
    }

    List<DeliveryOutcome> deliverAll(String... tenants) throws Exception {
        return transport.deliverAll(Arrays.stream(tenants).map(this::event).toList());
    }

    int batchSize() {
        return transport.batchSize();
    }

    void pass(Duration time) {
        now = now.plus(time);
    }

    String target() {
        return transport.target();
    }

    @Override
    public String nodeId() {
        return "node-1";
    }

    @Override
    public InstantSource clock() {
        return () -> now;
    }

    @Override
    public ThreadFactory threads(String purpose) {
        return Executors.defaultThreadFactory();
    }
}

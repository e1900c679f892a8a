package dev.inlay.example.benchmarks.chaos;

import dev.inlay.spi.Contributions;
import dev.inlay.spi.Plugin;
import dev.inlay.spi.PluginDescriptor;
import dev.inlay.spi.SpiVersion;
import dev.inlay.spi.event.DeliveryOutcome;
import dev.inlay.spi.event.EventTransport;
import dev.inlay.spi.event.OutboundEvent;
import dev.inlay.spi.event.TransportDecorator;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/** A relay that says of an event now and then that it was delivered, and sends it late or never. */
final class Liar implements Plugin, TransportDecorator {

    private static final int ONE_OF = 200;
    private static final Executor LATER = CompletableFuture.delayedExecutor(2, TimeUnit.SECONDS);

    private final boolean sendsLater;

    Liar(boolean sendsLater) {
        this.sendsLater = sendsLater;
    }

    @Override
    public PluginDescriptor descriptor() {
        return PluginDescriptor.of("chaos.liar", "1", SpiVersion.CURRENT);
    }

    @Override
    public void contribute(Contributions contributions) {
        contributions.add(TransportDecorator.class, this);
    }

    @Override
    public EventTransport decorate(EventTransport transport) {
        return new EventTransport() {
            @Override
            public String target() {
                return transport.target();
            }

            @Override
            public DeliveryOutcome deliver(OutboundEvent event) throws Exception {
                if (ThreadLocalRandom.current().nextInt(ONE_OF) != 0) {
                    return transport.deliver(event);
                }
                if (sendsLater) {
                    LATER.execute(() -> sendNow(transport, event));
                }
                return DeliveryOutcome.delivered();
            }
        };
    }

    private static void sendNow(EventTransport transport, OutboundEvent event) {
        try {
            while (transport.deliver(event).kind() != DeliveryOutcome.Kind.DELIVERED) {
                Thread.onSpinWait();
            }
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}

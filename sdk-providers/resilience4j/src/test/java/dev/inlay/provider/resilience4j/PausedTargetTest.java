package dev.inlay.provider.resilience4j;

import static org.assertj.core.api.Assertions.assertThat;

import dev.inlay.api.Inlay;
import dev.inlay.api.event.ErpEvent;
import dev.inlay.api.tenant.TenantId;
import dev.inlay.core.InlaySdk;
import dev.inlay.spi.Contributions;
import dev.inlay.spi.Plugin;
import dev.inlay.spi.PluginContext;
import dev.inlay.spi.PluginDescriptor;
import dev.inlay.spi.event.DeliveryOutcome;
import dev.inlay.spi.event.EventTransport;
import dev.inlay.spi.event.OutboundEvent;
import dev.inlay.spi.event.TransportDecorator;
import dev.inlay.testkit.contracts.Proves;
import dev.inlay.testkit.contracts.memory.InMemoryStores;
import dev.inlay.testkit.contracts.memory.InMemoryTenantDirectory;
import dev.inlay.testkit.contracts.memory.RecordingTransport;
import java.sql.Connection;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What 10,000 streams cost that wait behind an open circuit breaker, in a whole instance. */
@Proves("EVT-4")
@Timeout(60)
final class PausedTargetTest {

    private static final TenantId NORTH = TenantId.of("north");
    private static final Duration LONG = Duration.ofSeconds(30);
    private static final int STREAMS = 10_000;

    private final RecordingTransport erp = RecordingTransport.to("erp").failing("HTTP 500");
    private final RecordingTransport bus = RecordingTransport.to("bus");

    @Test
    void anOpenBreakerOfATargetIsAskedByAFewStreamsOnly() throws Exception {
        Counted counted = new Counted(untilAnHour().build());

        run(counted, erp);

        assertThat(erp.attempts().size()).as("what reached the receiver").isBetween(2, 500);
        assertThat(counted.asked()).as("attempts of %s streams", STREAMS).isLessThan(1_000);
    }

    @Test
    void anOpenBreakerOfATenantIsAskedOnceByEachStreamWhileItIsOpen() throws Exception {
        Counted counted = new Counted(untilAnHour().breakerPerTenant().build());

        run(counted, erp);

        assertThat(erp.attempts().size()).as("what reached the receiver").isBetween(2, 500);
        assertThat(counted.asked())
                .as("attempts of %s streams", STREAMS)
                .isLessThanOrEqualTo(STREAMS + erp.attempts().size());
    }

    private static Resilience.Builder untilAnHour() {
        return Resilience.builder().window(2, 2).failurePercent(100).reopening(Duration.ofHours(1), 1);
    }

    /** The relay goes round many times for the healthy target while the streams of the other wait. */
    private void run(Counted counted, RecordingTransport down) throws Exception {
        try (Inlay inlay = InlaySdk.builder()
                .install(InMemoryStores.create())
                .install(InMemoryTenantDirectory.of("inlay/medisoft/-/north"))
                .install(down)
                .install(bus)
                .install(counted)
                .build()) {
            inlay.start().awaitReady(LONG);
            publish(inlay, STREAMS, "erp");
            long deadline = System.nanoTime() + LONG.toNanos();
            while (down.attempts().size() < 2 && System.nanoTime() < deadline) {
                Thread.onSpinWait();
            }
            for (int i = 1; i <= 200; i++) {
                publish(inlay, 1, "bus");
                bus.awaitDelivered(i, LONG);
            }
        }
    }

    private static void publish(Inlay inlay, int streams, String target) throws Exception {
        inlay.tenants().run(NORTH, () -> {
            try (Connection tx = inlay.dataSource().getConnection()) {
                for (int i = 0; i < streams; i++) {
                    inlay.events()
                            .publish(
                                    tx,
                                    ErpEvent.builder("claim.submitted", "{}")
                                            .key("claim-" + i)
                                            .target(target)
                                            .build());
                }
                tx.commit();
            }
        });
    }

    /** The plug-in, with a counter outside of its guards. */
    private static final class Counted implements Plugin {

        private final Resilience plugin;
        private final AtomicInteger asked = new AtomicInteger();

        Counted(Resilience plugin) {
            this.plugin = plugin;
        }

        int asked() {
            return asked.get();
        }

        @Override
        public PluginDescriptor descriptor() {
            return plugin.descriptor();
        }

        @Override
        public void start(PluginContext context) {
            plugin.start(context);
        }

        @Override
        public void contribute(Contributions contributions) {
            plugin.contribute(new Contributions() {
                @Override
                public <T> Contributions add(Class<T> point, T extension) {
                    TransportDecorator guards = (TransportDecorator) extension;
                    contributions.add(TransportDecorator.class, transport -> counted(guards.decorate(transport)));
                    return this;
                }
            });
        }

        private EventTransport counted(EventTransport guarded) {
            if (!guarded.target().equals("erp")) {
                return guarded;
            }
            return new EventTransport() {
                @Override
                public String target() {
                    return guarded.target();
                }

                @Override
                public DeliveryOutcome deliver(OutboundEvent event) throws Exception {
                    asked.incrementAndGet();
                    return guarded.deliver(event);
                }

                @Override
                public List<DeliveryOutcome> deliverAll(List<OutboundEvent> events) throws Exception {
                    asked.addAndGet(events.size());
                    return guarded.deliverAll(events);
                }
            };
        }
    }
}

package dev.inlay.core.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.inlay.api.Inlay;
import dev.inlay.api.InlayState.Phase;
import dev.inlay.api.error.InlayException;
import dev.inlay.api.error.InvalidValueException;
import dev.inlay.api.event.ErpEvent;
import dev.inlay.api.event.TargetPolicy;
import dev.inlay.api.tenant.TenantId;
import dev.inlay.core.InlayBuilder;
import dev.inlay.core.InlaySdk;
import dev.inlay.core.internal.event.RelayOptions;
import dev.inlay.spi.Plugin;
import dev.inlay.spi.PluginDescriptor;
import dev.inlay.spi.SpiVersion;
import dev.inlay.testkit.contracts.memory.InMemoryStores;
import dev.inlay.testkit.contracts.memory.InMemoryTenantDirectory;
import dev.inlay.testkit.contracts.memory.RecordingTransport;
import java.sql.Connection;
import java.time.Duration;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

final class InlayInstanceTest {

    private static final Duration LONG = Duration.ofSeconds(20);
    private static final TenantId NORTH = TenantId.of("north-clinic");

    @Test
    void needsSomebodyWhoKnowsTenants() {
        assertCode(() -> InlaySdk.builder().build(), "plugin.no-directory");
    }

    @Test
    void looksAsRarelyAsItIsTold() {
        assertThatThrownBy(() -> builder().pollMax(Duration.ZERO)).hasMessageContaining("pollMax");
        assertThatThrownBy(() -> builder().pollMax(Duration.ofSeconds(61))).hasMessageContaining("pollMax");
        RelayOptions often =
                RelayOptions.builder().pollMax(Duration.ofMillis(5)).build();
        RelayOptions rarely =
                RelayOptions.builder().pollMax(Duration.ofSeconds(5)).build();

        builder().pollMax(Duration.ofMinutes(1)).build().close();
        assertThat(often.pollMax()).isEqualTo(often.pollMin()).isEqualTo(Duration.ofMillis(5));
        assertThat(rarely.pollMin()).isEqualTo(RelayOptions.defaults().pollMin());
    }

    @Test
    void refusesATransportThatMayTakeLongerThanItIsWaitedFor() {
        Plugin slow = RecordingTransport.to("erp").timeout(Duration.ofMinutes(1));

        assertThatThrownBy(() -> builder().install(slow).build())
                .isInstanceOf(InvalidValueException.class)
                .hasMessageContaining("'erp' may take PT1M, but is given up after PT1M");
        builder()
                .install(slow)
                .target(
                        "erp",
                        TargetPolicy.builder()
                                .sendTimeout(Duration.ofMinutes(2))
                                .build())
                .build()
                .close();
    }

    @Test
    void refusesToWorkBeforeItRunsAndAfterItIsClosed() {
        Inlay inlay = builder().build();
        assertCode(inlay::events, "instance.not-ready");
        assertCode(() -> inlay.tenants().run(NORTH, () -> {}), "instance.not-ready");

        inlay.start().awaitReady(LONG);
        inlay.close();
        inlay.close();

        assertThat(inlay.state().phase()).isEqualTo(Phase.CLOSED);
        assertCode(inlay::entitlements, "instance.closed");
        assertCode(() -> inlay.tenants().run(NORTH, () -> {}), "instance.closed");
        assertCode(inlay::start, "instance.closed");
    }

    @Test
    void saysWhatToInstallWhereADatabaseIsMissing() {
        try (Inlay inlay = InlaySdk.builder().install(directory()).build()) {
            inlay.start().awaitReady(LONG);

            assertCode(inlay::metering, "instance.no-store");
            assertCode(inlay::dataSource, "instance.no-store");
        }
    }

    @Test
    void deliversWhatATransactionCommits() throws Exception {
        RecordingTransport erp = RecordingTransport.to("erp");
        try (Inlay inlay = builder().install(erp).build()) {
            inlay.start().awaitReady(LONG);

            inlay.tenants().run(NORTH, () -> {
                try (Connection tx = inlay.dataSource().getConnection()) {
                    inlay.events().publish(tx, ErpEvent.of("claim.submitted", "claim-1", "{}"));
                    tx.commit();
                }
            });

            assertThat(erp.awaitDelivered(1, LONG))
                    .singleElement()
                    .satisfies(event -> assertThat(event.tenant()).isEqualTo(NORTH));
        }
    }

    @Test
    void sharesNothingWithAnotherInstanceInTheSameProcess() {
        try (Inlay one = builder().build();
                Inlay other = builder().build()) {
            one.start().awaitReady(LONG);
            other.start().awaitReady(LONG);

            one.tenants()
                    .run(
                            NORTH,
                            () -> assertThat(other.tenants().currentIfBound()).isEmpty());
        }
    }

    @Test
    @SuppressWarnings("MustBeClosedChecker") // the scope that nobody closes is the point
    void leavesNobodyBoundBehind() {
        Inlay inlay = builder().build();
        inlay.start().awaitReady(LONG);
        inlay.tenants().open(NORTH);

        inlay.close();

        assertThat(inlay.tenants().currentIfBound()).isEmpty();
    }

    @Test
    void leavesNoThreadBehind() {
        Inlay inlay = builder()
                .nodeId("leaves-nothing")
                .install(RecordingTransport.to("erp"))
                .build();
        inlay.start().awaitReady(LONG);

        inlay.close();

        long deadline = System.nanoTime() + LONG.toNanos();
        while (!threadsOf("leaves-nothing").isEmpty() && System.nanoTime() - deadline < 0) {
            Thread.onSpinWait();
        }
        assertThat(threadsOf("leaves-nothing")).isEmpty();
    }

    private static List<String> threadsOf(String node) {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(Thread::isAlive)
                .map(Thread::getName)
                .filter(name -> name.endsWith("@" + node))
                .toList();
    }

    @Test
    void makesNoThreadBeforeItIsStarted() {
        Inlay inlay = builder().nodeId("not-started").build();

        assertThat(Thread.getAllStackTraces().keySet())
                .extracting(Thread::getName)
                .noneMatch(name -> name.endsWith("@not-started"));
        inlay.close();
    }

    @Test
    void refusesAPluginOfAnotherSpi() {
        Plugin late = () -> PluginDescriptor.of("late", "1.0", SpiVersion.of(9, 0));

        assertCode(() -> builder().install(late).build(), "plugin.spi-version");
    }

    private static InlayBuilder builder() {
        return InlaySdk.builder().install(directory()).install(InMemoryStores.create());
    }

    private static Plugin directory() {
        return InMemoryTenantDirectory.of("inlay/medisoft/nordic/north-clinic");
    }

    private static void assertCode(ThrowingCallable call, String code) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        InlayException.class, e -> assertThat(e.code()).isEqualTo(code));
    }
}

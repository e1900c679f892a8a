package dev.inlay.provider.resilience4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.inlay.spi.event.DeliveryOutcome;
import dev.inlay.spi.event.DeliveryOutcome.Kind;
import dev.inlay.testkit.contracts.Proves;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What becomes of the events of one call that may not all go out. */
@Proves("EVT-4")
@Timeout(30)
final class BatchTest {

    private final Target erp = new Target();

    @Test
    void takesAsManyAsTheTransport() {
        assertThat(new Guarded(erp, Resilience.withDefaults()).batchSize()).isEqualTo(100);
    }

    @Test
    void sendsInOneCallWhatHasARateLeftAndHoldsTheRest() throws Exception {
        Guarded guarded = new Guarded(
                erp,
                Resilience.builder().callsPerTenant(2, Duration.ofSeconds(10)).build());

        assertThat(guarded.deliverAll("north", "north", "north", "south"))
                .extracting(DeliveryOutcome::kind)
                .containsExactly(Kind.DELIVERED, Kind.DELIVERED, Kind.NOT_ATTEMPTED, Kind.DELIVERED);
        assertThat(erp.batches()).containsExactly(3);
    }

    @Test
    void takesAPermitForEachAndGivesAllBack() throws Exception {
        Guarded guarded =
                new Guarded(erp, Resilience.builder().concurrentPerTenant(2).build());

        for (int i = 0; i < 3; i++) {
            assertThat(guarded.deliverAll("north", "north", "north"))
                    .extracting(DeliveryOutcome::kind)
                    .containsExactly(Kind.DELIVERED, Kind.DELIVERED, Kind.NOT_ATTEMPTED);
        }
    }

    @Test
    void sendsNoMoreThanTheProbesWhileHalfOpen() throws Exception {
        Guarded guarded = new Guarded(erp, quick());
        guarded.with(DeliveryOutcome.retry("HTTP 500")).deliverAll("north", "north");
        guarded.pass(Duration.ofSeconds(11));

        assertThat(guarded.deliverAll("north", "north", "north", "north"))
                .extracting(DeliveryOutcome::kind)
                .containsExactly(Kind.RETRY, Kind.RETRY, Kind.TARGET_UNUSABLE, Kind.TARGET_UNUSABLE);
        assertThat(erp.batches()).containsExactly(2, 2);
    }

    @Test
    void callsNobodyWhenEverythingIsHeld() throws Exception {
        Guarded guarded = new Guarded(erp, quick());
        guarded.with(DeliveryOutcome.retry("HTTP 500")).deliverAll("north", "north");

        assertThat(guarded.deliverAll("north", "south"))
                .extracting(DeliveryOutcome::kind)
                .containsOnly(Kind.TARGET_UNUSABLE);
        assertThat(erp.batches()).containsExactly(2);
    }

    @Test
    void countsAFailedCallForEachOfItsEventsAndForNoneThatWasHeld() throws Exception {
        Guarded guarded =
                new Guarded(erp, Resilience.builder().concurrentPerTenant(2).build());
        erp.throwsFailure(new IOException("gone"));

        assertThat(guarded.deliverAll("north", "north", "north"))
                .extracting(DeliveryOutcome::toString)
                .satisfiesExactly(
                        one -> assertThat(one).isEqualTo("RETRY (gone)"),
                        two -> assertThat(two).isEqualTo("RETRY (gone)"),
                        three -> assertThat(three).startsWith("NOT_ATTEMPTED"));
    }

    @Test
    void loosesNoPermitToAnInterrupt() throws Exception {
        Guarded guarded =
                new Guarded(erp, Resilience.builder().concurrentPerTenant(2).build());
        erp.throwsFailure(new InterruptedException());
        assertThatThrownBy(() -> guarded.deliverAll("north", "north")).isInstanceOf(InterruptedException.class);

        erp.answers(DeliveryOutcome.delivered());

        assertThat(guarded.deliverAll("north", "north"))
                .extracting(DeliveryOutcome::kind)
                .containsOnly(Kind.DELIVERED);
    }

    @Test
    void triesAgainWhatHasNoAnswerOfItsOwn() throws Exception {
        Guarded guarded = new Guarded(erp, quick());
        erp.answersNull();

        assertThat(guarded.deliverAll("north", "north"))
                .extracting(DeliveryOutcome::reason)
                .containsOnly("the transport of erp answered null");
    }

    private static Resilience quick() {
        return Resilience.builder()
                .window(2, 2)
                .failurePercent(100)
                .reopening(Duration.ofSeconds(10), 2)
                .build();
    }
}

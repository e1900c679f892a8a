package dev.inlay.provider.resilience4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.inlay.api.error.InvalidValueException;
import dev.inlay.spi.event.DeliveryOutcome;
import dev.inlay.spi.event.DeliveryOutcome.Kind;
import dev.inlay.testkit.contracts.Proves;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Proves("EVT-4")
@Timeout(30)
final class ResilienceTest {

    private static final DeliveryOutcome FAILED = DeliveryOutcome.retry("HTTP 500");

    private final Target erp = new Target();

    @Test
    void passesOutcomesOn() throws Exception {
        Guarded guarded = new Guarded(erp, Resilience.withDefaults());
        DeliveryOutcome refused = DeliveryOutcome.refused("HTTP 422");

        erp.answers(refused);

        assertThat(guarded.deliver("north")).isSameAs(refused);
        assertThat(guarded.target()).isEqualTo("erp");
    }

    @Test
    void opensWhenHalfOfTheCallsFail() throws Exception {
        Guarded guarded = new Guarded(erp, Resilience.withDefaults());
        deliver(guarded, 5, DeliveryOutcome.delivered());
        deliver(guarded, 5, FAILED);

        DeliveryOutcome outcome = guarded.deliver("north");

        assertThat(outcome.kind()).isEqualTo(Kind.TARGET_UNUSABLE);
        assertThat(outcome.reason()).isEqualTo("the circuit breaker of erp is open");
        assertThat(erp.calls()).isEqualTo(10);
    }

    @Test
    void staysClosedBelowTheThreshold() throws Exception {
        Guarded guarded = new Guarded(erp, Resilience.withDefaults());
        deliver(guarded, 6, DeliveryOutcome.delivered());

        deliver(guarded, 4, FAILED);

        assertThat(guarded.deliver("north").kind()).isEqualTo(Kind.RETRY);
    }

    @Test
    void countsWhatTheTransportThrows() throws Exception {
        Guarded guarded = new Guarded(erp, quick());
        erp.throwsFailure(new IOException("gone"));

        assertThatThrownBy(() -> guarded.deliver("north")).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> guarded.deliver("north")).isInstanceOf(IOException.class);

        assertThat(guarded.deliver("north").kind()).isEqualTo(Kind.TARGET_UNUSABLE);
    }

    @Test
    void countsAnInterruptAsNothing() throws Exception {
        Guarded guarded = new Guarded(erp, quick());
        erp.throwsFailure(new InterruptedException());
        for (int i = 0; i < 5; i++) {
            assertThatThrownBy(() -> guarded.deliver("north")).isInstanceOf(InterruptedException.class);
        }

        erp.answers(DeliveryOutcome.delivered());

        assertThat(guarded.deliver("north").kind()).isEqualTo(Kind.DELIVERED);
    }

    @Test
    void takesARefusalForAnAnswer() throws Exception {
        Guarded guarded = new Guarded(erp, quick());

        deliver(guarded, 50, DeliveryOutcome.refused("HTTP 422"));

        assertThat(guarded.deliver("north").kind()).isEqualTo(Kind.REFUSED);
    }

    @Test
    void saysHowLongItStaysOpen() throws Exception {
        Guarded guarded = new Guarded(erp, quick());
        deliver(guarded, 2, FAILED);
        guarded.pass(Duration.ofSeconds(3));

        DeliveryOutcome outcome = guarded.deliver("north");

        assertThat(outcome.retryAfter()).contains(Duration.ofMillis(7_001));
    }

    @Test
    void triesAFewCallsAndCloses() throws Exception {
        Guarded guarded = new Guarded(erp, quick());
        deliver(guarded, 2, FAILED);
        guarded.pass(guarded.deliver("north").retryAfter().orElseThrow());

        deliver(guarded, 2, DeliveryOutcome.delivered());
        DeliveryOutcome one = guarded.with(FAILED).deliver("north");

        assertThat(one.kind()).as("closed: a single failure opens nothing").isEqualTo(Kind.RETRY);
        assertThat(guarded.with(DeliveryOutcome.delivered()).deliver("north").kind())
                .isEqualTo(Kind.DELIVERED);
    }

    @Test
    void opensAgainWhenTheFewCallsFail() throws Exception {
        Guarded guarded = new Guarded(erp, quick());
        deliver(guarded, 2, FAILED);
        guarded.pass(Duration.ofSeconds(11));

        deliver(guarded, 2, FAILED);

        assertThat(guarded.deliver("north").retryAfter()).contains(Duration.ofMillis(10_001));
    }

    @Test
    void goesOnWithoutAProbeThatNeverReturnsAfterItsTimeoutOrElseTheOpenTime() throws Exception {
        goesOnWithoutAProbe(new Target().timingOutAfter(Duration.ofSeconds(3)), Duration.ofSeconds(3));
        goesOnWithoutAProbe(new Target(), Duration.ofSeconds(10));
    }

    private static void goesOnWithoutAProbe(Target target, Duration patience) throws Exception {
        Guarded guarded = new Guarded(target, quick());
        ExecutorService thread = Executors.newSingleThreadExecutor();
        try {
            deliver(guarded, 2, FAILED);
            guarded.pass(Duration.ofMinutes(1));
            guarded.with(DeliveryOutcome.delivered());
            CountDownLatch release = target.holdsTheNextCall();
            Future<DeliveryOutcome> stuck = thread.submit(() -> guarded.deliver("north"));
            target.awaitCall();
            guarded.pass(Duration.ofHours(1));
            guarded.deliver("north");

            guarded.pass(patience);
            DeliveryOutcome early = guarded.deliver("north");
            guarded.pass(Duration.ofMillis(1));
            DeliveryOutcome late = guarded.deliver("north");
            guarded.pass(late.retryAfter().orElseThrow());
            deliver(guarded, 2, DeliveryOutcome.delivered());
            guarded.with(FAILED);
            release.countDown();
            stuck.get();
            guarded.deliver("north");

            assertThat(early.reason()).isEqualTo("the circuit breaker of erp waits for the outcome of other calls");
            assertThat(late.reason()).isEqualTo("the circuit breaker of erp is open");
            assertThat(late.retryAfter()).contains(Duration.ofMillis(10_001));
            assertThat(guarded.deliver("north").kind())
                    .as("closed: what the probe said at last is no matter, and a single failure opens nothing")
                    .isEqualTo(Kind.RETRY);
        } finally {
            thread.shutdownNow();
        }
    }

    @Test
    void losesNoProbeToWhatSaysNothingOfTheReceiver() throws Exception {
        Guarded guarded = new Guarded(erp, quick());
        deliver(guarded, 2, FAILED);
        guarded.pass(Duration.ofSeconds(11));

        deliver(guarded, 10, DeliveryOutcome.targetUnusable("HTTP 401"));
        deliver(guarded, 10, DeliveryOutcome.notAttempted("held back", Duration.ofSeconds(1)));

        assertThat(guarded.with(DeliveryOutcome.delivered()).deliver("north").kind())
                .isEqualTo(Kind.DELIVERED);
    }

    @Test
    void takesAnAnswerOfNullForAFailureAndLosesNoProbeToIt() throws Exception {
        Guarded guarded = new Guarded(erp, quick());
        erp.answersNull();

        DeliveryOutcome first = guarded.deliver("north");
        guarded.deliver("north");
        assertThat(first.kind()).isEqualTo(Kind.RETRY);
        assertThat(first.reason()).isEqualTo("the transport of erp answered null");
        assertThat(guarded.deliver("north").kind()).as("open").isEqualTo(Kind.TARGET_UNUSABLE);

        guarded.pass(Duration.ofSeconds(11));
        guarded.deliver("north");
        guarded.deliver("north");
        guarded.pass(Duration.ofSeconds(11));
        assertThat(guarded.with(DeliveryOutcome.delivered()).deliver("north").kind())
                .as("open again, and half open after")
                .isEqualTo(Kind.DELIVERED);
    }

    @Test
    void countsAReceiverThatPutsEverybodyOffAsFailing() throws Exception {
        DeliveryOutcome later = DeliveryOutcome.retry("HTTP 503", Duration.ofSeconds(7));
        Guarded guarded = new Guarded(erp, quick());
        guarded.with(later);

        assertThat(guarded.deliver("north")).isSameAs(later);
        assertThat(guarded.deliver("south")).isSameAs(later);

        assertThat(guarded.deliver("north").kind()).as("open").isEqualTo(Kind.TARGET_UNUSABLE);
    }

    @Test
    void countsBeingPutOffAsNothingWhileAnotherTenantIsServed() throws Exception {
        DeliveryOutcome tooMany = DeliveryOutcome.retry("HTTP 429", Duration.ofSeconds(7));
        Guarded guarded = new Guarded(erp, quick());
        guarded.with(DeliveryOutcome.delivered()).deliver("south");
        guarded.deliver("north");

        guarded.pass(Duration.ofSeconds(59));
        deliver(guarded, 50, tooMany);
        assertThat(guarded.deliver("north").kind()).as("closed").isEqualTo(Kind.RETRY);
        guarded.pass(Duration.ofSeconds(2));
        deliver(guarded, 2, tooMany);

        assertThat(guarded.deliver("north").kind())
                .as("open, a minute after anybody else was served")
                .isEqualTo(Kind.TARGET_UNUSABLE);
    }

    @Test
    void staysOpenNoLongerWhenTheClockIsSetBack() throws Exception {
        Guarded guarded = new Guarded(erp, quick());
        deliver(guarded, 2, FAILED);
        guarded.pass(Duration.ofHours(-5));
        guarded.deliver("north");

        guarded.pass(Duration.ofSeconds(11));

        assertThat(guarded.with(DeliveryOutcome.delivered()).deliver("north").kind())
                .isEqualTo(Kind.DELIVERED);
    }

    @Test
    void keepsTargetsApart() throws Exception {
        Target other = new Target();
        Resilience plugin = quick();
        Guarded guarded = new Guarded(erp, plugin);
        Guarded healthy = new Guarded(other, plugin);

        deliver(guarded, 2, FAILED);

        assertThat(guarded.deliver("north").kind()).isEqualTo(Kind.TARGET_UNUSABLE);
        assertThat(healthy.deliver("north").kind()).isEqualTo(Kind.DELIVERED);
    }

    @Test
    void limitsTheRateOfEachTenant() throws Exception {
        Guarded guarded = new Guarded(
                erp,
                Resilience.builder().callsPerTenant(2, Duration.ofSeconds(10)).build());
        guarded.deliver("north");
        guarded.deliver("north");
        guarded.pass(Duration.ofSeconds(4));

        DeliveryOutcome third = guarded.deliver("north");
        DeliveryOutcome other = guarded.deliver("south");
        guarded.pass(third.retryAfter().orElseThrow());
        DeliveryOutcome later = guarded.deliver("north");

        assertThat(third.kind()).isEqualTo(Kind.NOT_ATTEMPTED);
        assertThat(third.retryAfter()).contains(Duration.ofSeconds(6));
        assertThat(other.kind()).isEqualTo(Kind.DELIVERED);
        assertThat(later.kind()).isEqualTo(Kind.DELIVERED);
    }

    @Test
    void limitsTheCallsUnderWayOfEachTenant() throws Exception {
        Guarded guarded =
                new Guarded(erp, Resilience.builder().concurrentPerTenant(1).build());
        CountDownLatch release = erp.holdsTheNextCall();
        ExecutorService executor = Executors.newSingleThreadExecutor();
        Future<DeliveryOutcome> first = executor.submit(() -> guarded.deliver("north"));
        erp.awaitCall();

        DeliveryOutcome second = guarded.deliver("north");
        DeliveryOutcome other = guarded.deliver("south");
        release.countDown();
        first.get();
        DeliveryOutcome later = guarded.deliver("north");
        executor.shutdown();

        assertThat(second.kind()).isEqualTo(Kind.NOT_ATTEMPTED);
        assertThat(other.kind()).isEqualTo(Kind.DELIVERED);
        assertThat(later.kind()).isEqualTo(Kind.DELIVERED);
    }

    @Test
    void remembersABoundedNumberOfTenantsAndForgetsTheOneServedLongestAgo() throws Exception {
        Guarded guarded = new Guarded(
                erp,
                Resilience.builder()
                        .callsPerTenant(1, Duration.ofHours(1))
                        .maxTenants(2)
                        .build());
        guarded.deliver("north");
        guarded.deliver("south");
        guarded.deliver("north");
        guarded.deliver("east");

        assertThat(guarded.deliver("north").kind()).as("remembered").isEqualTo(Kind.NOT_ATTEMPTED);
        assertThat(guarded.deliver("south").kind()).as("forgotten").isEqualTo(Kind.DELIVERED);
    }

    @Test
    void refusesSettingsOutOfRange() {
        Resilience.Builder builder = Resilience.builder();

        assertThatExceptionOfType(InvalidValueException.class).isThrownBy(() -> builder.failurePercent(0));
        assertThatExceptionOfType(InvalidValueException.class).isThrownBy(() -> builder.window(10, 11));
        assertThatExceptionOfType(InvalidValueException.class).isThrownBy(() -> builder.reopening(Duration.ZERO, 1));
        assertThatExceptionOfType(InvalidValueException.class).isThrownBy(() -> builder.concurrentPerTenant(0));
        assertThatExceptionOfType(InvalidValueException.class)
                .isThrownBy(() -> builder.callsPerTenant(1, Duration.ofDays(1)));
        assertThatExceptionOfType(InvalidValueException.class).isThrownBy(() -> builder.maxTenants(0));
    }

    private static Resilience quick() {
        return Resilience.builder()
                .window(2, 2)
                .failurePercent(100)
                .reopening(Duration.ofSeconds(10), 2)
                .build();
    }

    private static void deliver(Guarded guarded, int times, DeliveryOutcome outcome) throws Exception {
        guarded.with(outcome);
        for (int i = 0; i < times; i++) {
            guarded.deliver("north");
        }
    }
}

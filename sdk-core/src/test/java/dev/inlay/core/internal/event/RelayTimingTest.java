package dev.inlay.core.internal.event;

import static org.assertj.core.api.Assertions.assertThat;

import dev.inlay.testkit.contracts.Proves;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** When the relay looks again, and when it tries again. */
@Proves("EVT-4")
final class RelayTimingTest {

    private final SimulatedClock clock = new SimulatedClock();
    private final WakeSchedule wakes = new WakeSchedule(new RelayClock(clock, clock), RelayOptions.defaults());

    @Test
    void looksOftenAfterAPublishAndEverMoreRarelyWhenNothingComes() {
        clock.advance(Duration.ofMinutes(1));
        wakes.looked(true, false);
        long published = clock.getAsLong();
        wakes.published();
        List<Long> looks = new ArrayList<>();

        for (int i = 0; i < 12; i++) {
            clock.advanceTo(wakes.next());
            wakes.looked(true, false);
            looks.add((clock.getAsLong() - published) / 1_000_000);
        }

        assertThat(looks).startsWith(1L, 2L, 4L, 8L, 16L, 20L, 40L, 80L, 160L, 320L, 640L, 1280L);
    }

    @Test
    void looksSoonAfterTheFirstOfManyPublishes() {
        clock.advance(Duration.ofMinutes(1));
        wakes.looked(true, false);
        long first = clock.getAsLong();

        for (int i = 0; i < 10; i++) {
            wakes.published();
            clock.advance(Duration.ofNanos(300_000));
        }

        assertThat(wakes.next()).isEqualTo(first + 1_000_000);
    }

    @Test
    void looksAtOnceWhenACommitIsSignalled() {
        clock.advance(Duration.ofMinutes(1));
        wakes.looked(true, false);
        clock.advance(Duration.ofMillis(1));

        wakes.signal();

        assertThat(wakes.next()).isLessThanOrEqualTo(clock.getAsLong());
    }

    @Test
    void looksOnceAMillisecondHoweverManyCommitsAreSignalled() {
        clock.advance(Duration.ofMinutes(1));
        wakes.looked(true, false);
        long looked = clock.getAsLong();

        boolean first = wakes.signal();
        boolean second = wakes.signal();

        assertThat(List.of(first, second)).containsExactly(true, false);
        assertThat(wakes.next()).isEqualTo(looked + 1_000_000);
    }

    @Test
    void looksEverywhereByItsScheduleHoweverMuchIsWrittenHere() {
        clock.advance(Duration.ofMinutes(1));
        wakes.looked(true, false);
        long begun = clock.getAsLong();
        List<Long> everywhere = new ArrayList<>();

        for (int i = 1; i <= 50; i++) {
            wakes.published();
            wakes.signal();
            clock.advanceTo(wakes.next());
            if (wakes.looked(true, true)) {
                everywhere.add((clock.getAsLong() - begun) / 1_000_000);
            }
        }

        assertThat(clock.getAsLong() - begun).isEqualTo(50_000_000);
        assertThat(everywhere).containsExactly(20L, 40L);
    }

    @Test
    void looksEverywhereEachTimeWhereNothingIsLookedAtApart() {
        clock.advance(Duration.ofMinutes(1));
        wakes.looked(true, false);
        clock.advance(Duration.ofMillis(1));

        assertThat(wakes.looked(false, true)).isTrue();
    }

    @Test
    void looksEverywhereAtOnceForACommitThatNothingAnnouncedExplains() {
        clock.advance(Duration.ofMinutes(1));
        wakes.looked(true, false);
        clock.advance(Duration.ofMillis(6));
        wakes.signal();
        boolean unexplained = wakes.looked(true, false);
        clock.advance(Duration.ofMillis(1));
        wakes.signal();
        boolean soonAgain = wakes.looked(true, false);
        long due = wakes.next() - clock.getAsLong();
        clock.advanceTo(wakes.next());
        boolean made = wakes.looked(true, false);
        clock.advance(Duration.ofMillis(6));
        wakes.signal();
        boolean explained = wakes.looked(true, true);

        assertThat(List.of(unexplained, soonAgain, made, explained)).containsExactly(true, false, true, false);
        assertThat(due).as("to be made up for").isEqualTo(4_000_000);
    }

    @Test
    void doesNotLookEverywhereJustBeforeACommit() {
        clock.advance(Duration.ofMinutes(1));
        wakes.looked(true, false);
        clock.advance(Duration.ofMillis(300));
        wakes.found();
        wakes.looked(true, true);
        clock.advance(Duration.ofMillis(50));

        wakes.published();

        assertThat(wakes.next()).isEqualTo(clock.getAsLong() + 1_000_000);
    }

    @Test
    void looksEverywhereAtOnceWhenItBeginsAnew() {
        clock.advance(Duration.ofMinutes(1));
        wakes.looked(true, false);
        long looked = clock.getAsLong();

        wakes.restart();

        assertThat(wakes.next()).isEqualTo(looked + 1_000_000);
        clock.advanceTo(wakes.next());
        assertThat(wakes.looked(true, false)).isTrue();
    }

    @Test
    void doublesTheLongestWaitUpToItsCap() {
        RetryPolicy longest = new RetryPolicy(TargetTerms.of(RelayOptions.defaults(), "erp"), () -> 0.999_999_999_999);
        List<Long> waits = new ArrayList<>();

        for (int failed = 1; failed <= 12; failed++) {
            waits.add(Math.round(longest.delay(failed, Optional.empty()).toNanos() / 1e6));
        }

        assertThat(waits)
                .containsExactly(
                        200L, 400L, 800L, 1600L, 3200L, 6400L, 12_800L, 25_600L, 51_200L, 60_000L, 60_000L, 60_000L);
    }

    @Test
    void spreadsWaitsOverTheWholeRange() {
        RetryPolicy half = new RetryPolicy(TargetTerms.of(RelayOptions.defaults(), "erp"), () -> 0.5);
        RetryPolicy none = new RetryPolicy(TargetTerms.of(RelayOptions.defaults(), "erp"), () -> 0);

        assertThat(half.delay(3, Optional.empty())).isEqualTo(Duration.ofMillis(400));
        assertThat(none.delay(3, Optional.empty())).isZero();
    }

    @Test
    void takesWhatTheReceiverAsksAsALowerBoundOfAtMostAnHour() {
        RetryPolicy none = new RetryPolicy(TargetTerms.of(RelayOptions.defaults(), "erp"), () -> 0);

        assertThat(none.delay(1, Optional.of(Duration.ofSeconds(7)))).isEqualTo(Duration.ofSeconds(7));
        assertThat(none.delay(1, Optional.of(Duration.ofDays(7)))).isEqualTo(Duration.ofDays(1));
        assertThat(none.delay(1, Optional.of(Duration.ofDays(-7)))).isZero();
        assertThat(none.delay(1, Optional.of(Duration.ofSeconds(Long.MAX_VALUE))))
                .isEqualTo(Duration.ofDays(1));
    }
}

package dev.inlay.example.benchmarks.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import dev.inlay.testkit.contracts.Proves;
import org.junit.jupiter.api.Test;

/** Five processes on PostgreSQL, of which one after another is killed; what failed is said on standard error. */
@Proves({"EVT-1", "EVT-2", "EVT-5", "EVT-6"})
final class ChaosIT {

    private static final int KILLS = 20;
    private static final int EVENTS = 10_000;

    @Test
    void losesDoublesReordersAndInventsNothingWhileTwentyProcessesDie() throws Exception {
        Settings settings = new Settings(KILLS, 20_261, false, Settings.Sabotage.NONE, EVENTS, false, 3_600);

        ChaosRun.Outcome outcome = new ChaosRun(settings).run();

        assertThat(outcome.counts())
                .as("%s", outcome.verdict().evidence())
                .containsEntry("lost", 0L)
                .containsEntry("appliedTwice", 0L)
                .containsEntry("outOfOrder", 0L)
                .containsEntry("gaps", 0L)
                .containsEntry("phantom", 0L)
                .containsEntry("tooEarly", 0L)
                .hasEntrySatisfying("kills", kills -> assertThat(kills).isGreaterThanOrEqualTo(KILLS))
                .hasEntrySatisfying("events", events -> assertThat(events).isGreaterThanOrEqualTo(EVENTS))
                .hasEntrySatisfying(
                        "rawDuplicates", duplicates -> assertThat(duplicates).isPositive());
        assertThat(outcome.quiet()).isTrue();
    }
}

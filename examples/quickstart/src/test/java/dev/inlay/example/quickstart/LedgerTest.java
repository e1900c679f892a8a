package dev.inlay.example.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import dev.inlay.example.quickstart.Ledger.Posting;
import dev.inlay.example.quickstart.Ledger.Verdict;
import org.junit.jupiter.api.Test;

final class LedgerTest {

    private final Ledger ledger = new Ledger();

    @Test
    void postsEachStreamInItsOrder() {
        assertThat(ledger.receive(posting("e-1", 1, 1))).isEqualTo(Verdict.APPLIED);
        assertThat(ledger.receive(posting("e-3", 1, 3))).isEqualTo(Verdict.TOO_EARLY);
        assertThat(ledger.receive(posting("e-2", 1, 2))).isEqualTo(Verdict.APPLIED);
        assertThat(ledger.receive(posting("e-3", 1, 3))).isEqualTo(Verdict.APPLIED);

        assertThat(ledger.postings()).extracting(Posting::eventId).containsExactly("e-1", "e-2", "e-3");
    }

    @Test
    void countsADuplicateAndPostsItOnce() {
        ledger.receive(posting("e-1", 1, 1));

        assertThat(ledger.receive(posting("e-1", 1, 1))).isEqualTo(Verdict.DUPLICATE);
        assertThat(ledger.duplicates("clinic")).isEqualTo(1);
        assertThat(ledger.size()).isEqualTo(1);
    }

    @Test
    void refusesAnotherEventInTheSamePlace() {
        ledger.receive(posting("e-1", 1, 1));

        assertThat(ledger.receive(posting("e-2", 1, 1))).isEqualTo(Verdict.CONFLICT);
        assertThat(ledger.conflicts()).extracting(Posting::eventId).containsExactly("e-2");
    }

    @Test
    void refusesAKeyThatWasUsedForSomethingElse() {
        ledger.receive(posting("e-1", 1, 1));

        assertThat(ledger.receive(posting("e-1", 1, 2))).isEqualTo(Verdict.CONFLICT);
    }

    @Test
    void beginsAStreamAnewWithANewGeneration() {
        ledger.receive(posting("e-1", 1, 1));

        assertThat(ledger.receive(posting("e-2", 2, 1))).isEqualTo(Verdict.APPLIED);
        assertThat(ledger.receive(posting("e-3", 1, 2))).isEqualTo(Verdict.CONFLICT);
    }

    private static Posting posting(String eventId, long generation, long seq) {
        return new Posting(eventId, "clinic", "a-1", generation, seq, "C-" + eventId, "a-1", 100);
    }
}

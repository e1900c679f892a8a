package dev.inlay.example.benchmarks.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

/** The oracle can fail: each kind of damage is found, and named for what it is. */
final class VerdictTest {

    private static final String STREAM = "north-clinic erp claim-1";

    private final Ledger ledger = new Ledger(false);

    @Test
    void isCleanWhenWhatWasCommittedWasAppliedInOrder() {
        come(1, 1);
        come(2, 2);
        come(2, 2);

        Verdict verdict = judge(2, 2);

        assertThat(verdict.isClean()).isTrue();
        assertThat(verdict.events()).isEqualTo(2);
        assertThat(ledger.duplicates()).isEqualTo(1);
    }

    @Test
    void missesWhatWasCommittedAndNeverApplied() {
        come(1, 1);

        assertThat(judge(3, 3).lost()).isEqualTo(2);
    }

    @Test
    void missesWhatWasAcknowledgedAndIsGoneFromTheHostsOwnTable() {
        come(1, 1);

        assertThat(judge(1, 2).lost()).isEqualTo(1);
    }

    @Test
    void findsAnEventThatWasAppliedUnderTwoNumbers() {
        come(1, 1);
        come(2, 1);

        Verdict verdict = judge(1, 1);

        assertThat(verdict.appliedTwice()).isEqualTo(1);
        assertThat(verdict.isClean()).isFalse();
    }

    @Test
    void findsWhatCameBeforeItsPredecessorAlthoughTheReceiverRefusedIt() {
        come(2, 2);
        come(1, 1);
        come(2, 2);

        Verdict verdict = judge(2, 2);

        assertThat(verdict.outOfOrder()).isEqualTo(1);
        assertThat(verdict.lost()).isZero();
        assertThat(verdict.evidence()).anyMatch(line -> line.contains("OUT OF ORDER"));
    }

    @Test
    void findsAnotherEventUnderANumberThatWasTaken() {
        come(1, 1);
        ledger.arrived(delivery("other", 1, 2));

        assertThat(judge(1, 1).outOfOrder()).isEqualTo(1);
    }

    @Test
    void findsAVersionThatWasSkipped() {
        come(1, 1);
        come(2, 3);

        assertThat(judge(3, 3).gaps()).isEqualTo(1);
    }

    @Test
    void findsWhatCameBeforeItWasDue() {
        ledger.arrived(new Delivery(STREAM, true, "event-1", 1, 1, 1, 1, 1, 250, -10));
        come(1, 1);

        Verdict verdict = judge(1, 1);

        assertThat(verdict.tooEarly()).isEqualTo(1);
        assertThat(verdict.isClean()).isFalse();
    }

    @Test
    void takesTheVersionsOfAStreamWithDelaysOfTheirOwnInTheOrderOfItsNumbers() {
        String mixed = "north-clinic erp claim-2";
        for (long seq = 1; seq <= 2; seq++) {
            Delivery delivery = new Delivery(mixed, true, "event-" + seq, 1, seq, 1, 1, 3 - seq, 0, 0);
            ledger.arrived(delivery);
            ledger.apply(delivery);
        }

        assertThat(new Verdict(ledger, Map.of(mixed, 2L), Map.of()).isClean()).isTrue();
        assertThat(new Verdict(ledger, Map.of(mixed, 3L), Map.of()).lost()).isEqualTo(1);
    }

    @Test
    void findsWhatNobodyCommitted() {
        come(1, 1);
        come(2, 2);

        assertThat(judge(1, 1).phantom()).isEqualTo(1);
    }

    @Test
    void tellsARepetitionFromASecondApplication() {
        Ledger forgetful = new Ledger(true);
        for (int i = 0; i < 21; i++) {
            forgetful.arrived(delivery("event-1", 1, 1));
            forgetful.apply(delivery("event-1", 1, 1));
        }

        assertThat(new Verdict(forgetful, Map.of(STREAM, 1L), Map.of()).appliedTwice())
                .isEqualTo(1);
    }

    private void come(long seq, long version) {
        Delivery delivery = delivery("event-" + seq, seq, version);
        ledger.arrived(delivery);
        ledger.apply(delivery);
    }

    private Verdict judge(long committed, long acknowledged) {
        return new Verdict(ledger, Map.of(STREAM, committed), Map.of(STREAM, acknowledged));
    }

    private static Delivery delivery(String eventId, long seq, long version) {
        return new Delivery(STREAM, true, eventId, 1, seq, 1, 1, version, 0, 0);
    }
}

package dev.inlay.example.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import dev.inlay.example.quickstart.Ledger.Posting;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The judge must be able to say no: every way in which the two sides can disagree is found. */
final class QuickstartTest {

    private final List<Claim> claims =
            List.of(claim("C-1", "a-1", 100), claim("C-2", "a-1", 200), claim("C-3", "a-2", 300));
    private final List<HostDatabase.Accepted> accepted = new ArrayList<>(List.of(
            new HostDatabase.Accepted("clinic", "C-1", "a-1", 100, "e-1"),
            new HostDatabase.Accepted("clinic", "C-2", "a-1", 200, "e-2")));
    private final List<HostDatabase.Refused> refused =
            new ArrayList<>(List.of(new HostDatabase.Refused("clinic", "C-3", "claims.daily LIMIT_REACHED")));
    private final List<Posting> postings =
            new ArrayList<>(List.of(posting("e-1", 1, "C-1", 100), posting("e-2", 2, "C-2", 200)));

    @Test
    void findsNothingWhereEverythingAgrees() {
        assertThat(differences(2, 0, 0)).isEmpty();
    }

    @Test
    void findsALostEvent() {
        postings.remove(1);

        Reconciliation reconciliation = reconcile(2, 0, 0);

        assertThat(reconciliation.differences()).singleElement().asString().startsWith("lost: claim clinic/C-2");
        assertThat(reconciliation.of("clinic").lost).isEqualTo(1);
    }

    @Test
    void findsAnEventAppliedTwice() {
        postings.add(posting("e-3", 3, "C-2", 200));

        Reconciliation reconciliation = reconcile(2, 0, 0);

        assertThat(reconciliation.differences())
                .anyMatch(difference -> difference.startsWith("applied twice: claim clinic/C-2"));
        assertThat(reconciliation.of("clinic").appliedTwice).isEqualTo(1);
    }

    @Test
    void findsSwappedEventsByTheirNumbers() {
        postings.set(0, posting("e-2", 2, "C-2", 200));
        postings.set(1, posting("e-1", 1, "C-1", 100));

        assertThat(differences(2, 0, 0)).singleElement().asString().startsWith("out of order: in stream clinic a-1 1");
    }

    @Test
    void findsEventsThatWereNumberedInTheWrongOrder() {
        postings.set(0, posting("e-2", 1, "C-2", 200));
        postings.set(1, posting("e-1", 2, "C-1", 100));

        assertThat(differences(2, 0, 0)).singleElement().asString().startsWith("out of order");
    }

    @Test
    void findsAGap() {
        postings.set(1, posting("e-2", 3, "C-2", 200));

        Reconciliation reconciliation = reconcile(2, 0, 0);

        assertThat(reconciliation.differences()).singleElement().asString().startsWith("gap: stream clinic a-1 1");
        assertThat(reconciliation.of("clinic").gaps).isEqualTo(1);
    }

    @Test
    void findsAnEventOfATransactionThatWasRolledBack() {
        accepted.remove(1);
        refused.add(new HostDatabase.Refused("clinic", "C-2", "claims.daily LIMIT_REACHED"));

        assertThat(differences(1, 0, 0))
                .singleElement()
                .asString()
                .startsWith("unknown: the ERP posted claim clinic/C-2");
    }

    @Test
    void findsAnEventOfAnotherTenant() {
        postings.add(new Posting("e-9", "stranger", "a-1", 1, 1, "C-1", "a-1", 100));

        assertThat(differences(2, 0, 0))
                .singleElement()
                .asString()
                .startsWith("unknown: the ERP posted claim stranger/C-1");
    }

    @Test
    void findsAChangedPayload() {
        postings.set(1, posting("e-2", 2, "C-2", 201));

        assertThat(differences(2, 0, 0)).singleElement().asString().startsWith("changed: claim clinic/C-2");
    }

    @Test
    void findsUsageThatIsNotWhatWasAccepted() {
        assertThat(differences(3, 0, 0)).containsExactly("usage: clinic is counted with 3 claims, but 2 were accepted");
    }

    @Test
    void findsEventsThatWaitOrAreParked() {
        assertThat(differences(2, 1, 2))
                .containsExactly("pending: 1 events of clinic still wait", "parked: 2 events of clinic");
    }

    @Test
    void findsAClaimThatNobodyDecided() {
        refused.clear();

        assertThat(differences(2, 0, 0)).containsExactly("claim clinic/C-3 was neither accepted nor refused");
    }

    @Test
    void findsAClaimThatWasDecidedTwice() {
        refused.add(new HostDatabase.Refused("clinic", "C-1", "claims.daily LIMIT_REACHED"));

        assertThat(differences(2, 0, 0)).containsExactly("claim clinic/C-1 was accepted and refused");
    }

    @Test
    void findsThatTheHostReportedNothing() {
        Reconciliation reconciliation =
                new Reconciliation(claims, accepted, refused, new HostReport(Map.of()), postings);

        assertThat(reconciliation.differences()).containsExactly("the host reported nothing of clinic");
    }

    private List<String> differences(long usage, long pending, long parked) {
        return reconcile(usage, pending, parked).differences();
    }

    private Reconciliation reconcile(long usage, long pending, long parked) {
        HostReport report =
                new HostReport(Map.of("clinic", new HostReport.OfTenant(usage, pending, parked, "clinic.css")));
        return new Reconciliation(claims, accepted, refused, report, postings);
    }

    private static Claim claim(String name, String account, long amount) {
        return new Claim(name, "clinic", Instant.EPOCH, account, "consult-short", amount, "NOK");
    }

    private static Posting posting(String eventId, long seq, String claim, long amount) {
        return new Posting(eventId, "clinic", "a-1", 1, seq, claim, "a-1", amount);
    }
}

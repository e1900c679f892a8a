package dev.inlay.example.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import dev.inlay.example.quickstart.Mischief.Fate;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class LoopbackErpTest {

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private LoopbackErp erp;

    @BeforeEach
    void open() throws IOException {
        erp = new LoopbackErp(17, Duration.ofMillis(10));
    }

    @AfterEach
    void close() {
        erp.close();
    }

    @Test
    void postsEveryClaimOnceHoweverItMisbehaves() throws Exception {
        int claims = 200;

        for (int i = 1; i <= claims; i++) {
            sendUntilTaken("C-" + i, i);
        }

        assertThat(erp.ledger().postings())
                .extracting(Ledger.Posting::seq)
                .hasSize(claims)
                .isSorted()
                .doesNotHaveDuplicates();
        assertThat(erp.ledger().duplicates("clinic")).as("answers were lost").isPositive();
        for (Fate fate : Fate.values()) {
            assertThat(erp.mischief().count(fate)).as(fate.name()).isPositive();
        }
    }

    @Test
    void asksForPatienceInSeconds() throws Exception {
        for (int i = 1; erp.mischief().count(Fate.BUSY) == 0; i++) {
            HttpResponse<Void> answer = sendOrLose("C-" + i, 1);
            if (answer != null && answer.statusCode() == 429) {
                assertThat(answer.headers().firstValue("Retry-After")).contains("1");
            }
        }
    }

    @Test
    void refusesWhatItCannotRead() throws Exception {
        HttpRequest request = HttpRequest.newBuilder(erp.address())
                .header("Idempotency-Key", "e-1")
                .POST(HttpRequest.BodyPublishers.ofString("{}"))
                .build();

        HttpResponse<Void> answer = http.send(request, HttpResponse.BodyHandlers.discarding());

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(erp.malformed()).isEqualTo(1);
    }

    @Test
    void goesWrongInTheSameWayForTheSameSeed() {
        Mischief one = new Mischief(17);
        Mischief other = new Mischief(17);
        Set<Fate> met = EnumSet.noneOf(Fate.class);

        for (int i = 0; i < 300; i++) {
            Fate fate = one.next("clinic", "C-" + i);
            assertThat(other.next("clinic", "C-" + i)).isEqualTo(fate);
            met.add(fate);
        }

        assertThat(met).containsExactlyInAnyOrder(Fate.values());
    }

    @Test
    void servesAClaimTheThirdTime() {
        Mischief mischief = new Mischief(17);

        for (int i = 0; i < 300; i++) {
            mischief.next("clinic", "C-" + i);
            mischief.next("clinic", "C-" + i);

            assertThat(mischief.next("clinic", "C-" + i)).isEqualTo(Fate.SERVED);
        }
    }

    private void sendUntilTaken(String claim, long seq) throws Exception {
        HttpResponse<Void> answer;
        do {
            answer = sendOrLose(claim, seq);
        } while (answer == null || answer.statusCode() != 204);
    }

    private HttpResponse<Void> sendOrLose(String claim, long seq) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(erp.address())
                .header("Idempotency-Key", "\"" + claim + "\"")
                .header("ce-tenant", "clinic")
                .header("ce-streamkey", "a%201+1")
                .header("ce-generation", "1")
                .header("ce-seq", Long.toString(seq))
                .POST(HttpRequest.BodyPublishers.ofString(
                        "{\"claim\":\"" + claim + "\",\"account\":\"a\",\"amount\":1}"))
                .build();
        try {
            return http.send(request, HttpResponse.BodyHandlers.discarding());
        } catch (IOException e) {
            return null;
        }
    }
}

package dev.inlay.core.internal.tenant.propagation;

import static dev.inlay.core.internal.tenant.propagation.Service.NORTH;
import static dev.inlay.core.internal.tenant.propagation.Service.NOW;
import static dev.inlay.core.internal.tenant.propagation.Service.key;
import static org.assertj.core.api.Assertions.assertThat;

import dev.inlay.api.tenant.MessageBinding;
import dev.inlay.core.internal.structured.Bytes;
import dev.inlay.testkit.contracts.Proves;
import java.nio.charset.StandardCharsets;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What somebody without the key may try, and somebody with the key but without the right. */
@Proves("TEN-4")
final class ForgedHeaderTest {

    private final Service orders = Service.named("orders", key("k1"));
    private final Service billing = Service.named("billing", options -> options.accept("orders"), key("k1"), key("k2"));

    @AfterEach
    void bindsNothing() {
        assertThat(billing.tenants.currentIfBound()).isEmpty();
    }

    @Test
    void refusesEverySingleBitThatIsFlipped() {
        byte[] header = orders.issue("billing").getBytes(StandardCharsets.ISO_8859_1);

        for (int bit = 0; bit < header.length * 8; bit++) {
            header[bit / 8] ^= (byte) (1 << bit % 8);
            String flipped = new String(header, StandardCharsets.ISO_8859_1);
            assertThat(billing.verdict(flipped)).as("bit %d: %s", bit, flipped).startsWith("tenant.header.");
            header[bit / 8] ^= (byte) (1 << bit % 8);
        }

        assertThat(billing.verdict(new String(header, StandardCharsets.ISO_8859_1)))
                .isEqualTo("accepted as north-clinic");
        assertThat(billing.reported).hasSize(header.length * 8);
    }

    @Test
    void refusesEveryBeginningAndEveryEnd() {
        String header = orders.issue("billing");

        for (int cut = 1; cut < header.length(); cut++) {
            assertThat(billing.verdict(header.substring(0, cut))).startsWith("tenant.header.");
            assertThat(billing.verdict(header.substring(cut))).startsWith("tenant.header.");
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("changes")
    void refusesWhatWasChanged(String name, UnaryOperator<String> change, String verdict) {
        String header = orders.issue("billing");
        String changed = change.apply(header);
        assertThat(changed).isNotEqualTo(header);

        assertThat(billing.verdict(changed)).isEqualTo(verdict);
    }

    static Stream<Arguments> changes() {
        String forged = "tenant.header.forged";
        String malformed = "tenant.header.malformed";
        String duplicate = "tenant.header.duplicate";
        return Stream.of(
                change("another known key", h -> h.replace("\"k1\"", "\"k2\""), forged),
                change("an unknown key", h -> h.replace("\"k1\"", "\"k3\""), "tenant.header.key"),
                change("the issuer", h -> h.replace("\"orders\"", "\"billing\""), forged),
                change("the audience", h -> h.replace("aud=\"billing\"", "aud=\"orders\""), forged),
                change("the tenant", h -> h.replace("nordic/north", "nordic/south"), forged),
                change("the reseller", h -> h.replace("nordic", "-"), forged),
                change("the time of issue", h -> h.replace("iat=@1795168800", "iat=@1795168801"), forged),
                change("the expiry", h -> h.replace("exp=@1795168830", "exp=@1795168859"), forged),
                change("the nonce", h -> h.replaceAll("nonce=:[^:]+:", "nonce=:AAAAAAAAAAAAAAAAAAAAAA==:"), forged),
                change("no nonce", h -> h.replaceAll("nonce=:[^:]+:, ", ""), malformed),
                change("no signature", h -> h.replaceAll(", sig=.*", ""), malformed),
                change("an empty signature", h -> h.replaceAll("sig=:[^:]+:", "sig=::"), forged),
                change("a shorter signature", h -> h.replaceAll("sig=:[^:]+:", "sig=:AAAA:"), forged),
                change("a signature that is text", h -> h.replaceAll("sig=:([^:]+):", "sig=\"$1\""), malformed),
                change("another order", h -> h.replaceAll("(iss=\"orders\"), (aud=\"billing\")", "$2, $1"), malformed),
                change("the signature first", h -> h.replaceAll("(.*), (sig=.*)", "$2, $1"), malformed),
                change("an unknown member", h -> h + ", admin", malformed),
                change("a parameter", h -> h.replace("\"k1\"", "\"k1\";p"), malformed),
                change(
                        "a member twice, the last another",
                        h -> h + ", path=\"inlay/medisoft/-/south-clinic\"",
                        duplicate),
                change(
                        "a member twice, the first another",
                        h -> "path=\"inlay/medisoft/-/south-clinic\", " + h,
                        duplicate),
                change("the header twice in one field", h -> h + ", " + h, duplicate),
                change("no space", h -> h.replace(", ", ","), malformed),
                change("more space", h -> h.replace(", ", ",  "), malformed),
                change("a space before", h -> " " + h, malformed),
                change("a tab behind", h -> h + "\t", malformed),
                change("a date as a number", h -> h.replace("iat=@", "iat="), malformed),
                change("a date with zeros", h -> h.replace("iat=@", "iat=@0"), malformed),
                change("an escaped letter", h -> h.replace("\"k1\"", "\"\\k1\""), malformed),
                change("base64 without padding", h -> h.replaceAll("=:$", ":"), malformed),
                change("a key as a token", h -> h.replace("\"k1\"", "k1"), malformed),
                change("an inner list", h -> h.replace("\"k1\"", "(\"k1\")"), malformed),
                change("other letter case", h -> h.replace("kid", "KID"), malformed),
                change("a control character", h -> h.replace("k1", "k1\u0000"), malformed),
                change("too long", h -> h + " ".repeat(512), "tenant.header.oversized"),
                change("nothing", h -> "", malformed));
    }

    private static Arguments change(String name, UnaryOperator<String> change, String verdict) {
        return Arguments.of(name, change, verdict);
    }

    @Test
    void refusesNoneAndSeveral() {
        String header = orders.issue("billing");

        assertThat(billing.verdict()).isEqualTo("tenant.header.missing");
        assertThat(billing.verdict(header, header)).isEqualTo("tenant.header.duplicate");
        assertThat(billing.verdict(header, orders.issue("billing"))).isEqualTo("tenant.header.duplicate");
    }

    @Test
    void refusesASignatureWithAKeyOfTheSameIdAndAnotherSecret() {
        Service forger = Service.named("orders", dev.inlay.spi.tenant.SigningKey.hmacSha256("k1", new byte[32]));

        assertThat(billing.verdict(forger.issue("billing"))).isEqualTo("tenant.header.forged");
    }

    @Test
    void takesNoSealForAHeaderAndNoHeaderForASeal() {
        MessageBinding message = MessageBinding.of("claims", "m-1", new byte[0]);
        String seal = orders.tenants.call(NORTH, () -> orders.propagation.seal(message));
        assertThat(billing.verdict(seal)).isEqualTo("tenant.header.malformed");

        Claims header = signable("orders", 30, "AAAA");
        String asSeal = Envelope.toSign(header);
        Bytes signature = Bytes.of(Signature.of(key("k1"), Kind.SEAL, asSeal, null));

        assertThat(billing.verdict(Envelope.seal(asSeal, signature))).isEqualTo("tenant.header.forged");
    }

    @Test
    void refusesWhatAFriendSignedThatNoHeaderMaySay() {
        assertThat(billing.verdict(signed(signable("orders", 60, "AAAA")))).isEqualTo("accepted as north-clinic");
        assertThat(billing.verdict(signed(signable("orders", 61, "AAAB")))).isEqualTo("tenant.header.life");
        assertThat(billing.verdict(signed(signable("orders", 0, "AAAC")))).isEqualTo("tenant.header.life");
        assertThat(billing.verdict(signed(signable("orders", Long.MAX_VALUE >> 20, "AAAD"))))
                .isEqualTo("tenant.header.life");
        assertThat(billing.verdict(signed(new Claims(
                        "k1",
                        "orders",
                        "billing",
                        "inlay/../north-clinic",
                        now(),
                        now() + 30,
                        Bytes.of(new byte[16])))))
                .isEqualTo("tenant.header.malformed");
    }

    private static Claims signable(String issuer, long life, String nonce) {
        return new Claims(
                "k1",
                issuer,
                "billing",
                "inlay/medisoft/nordic/north-clinic",
                now(),
                now() + life,
                Bytes.of(nonce.getBytes(StandardCharsets.US_ASCII)));
    }

    private static long now() {
        return NOW.getEpochSecond();
    }

    private static String signed(Claims claims) {
        String text = Envelope.toSign(claims);
        return Envelope.seal(text, Bytes.of(Signature.of(key("k1"), Kind.HEADER, text, null)));
    }
}

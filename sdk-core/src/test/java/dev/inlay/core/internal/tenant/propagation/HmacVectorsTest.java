package dev.inlay.core.internal.tenant.propagation;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.inlay.core.internal.Vectors;
import dev.inlay.spi.tenant.SigningKey;
import dev.inlay.testkit.contracts.Proves;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * The platform's HMAC SHA-256, under our keys, against the cases of Wycheproof. Keys too short for us take the raw way.
 */
@Proves("TEN-4")
final class HmacVectorsTest {

    @TestFactory
    Stream<DynamicTest> hmacSha256() {
        JsonNode groups = Vectors.read("wycheproof/hmac_sha256_test.json").get("testGroups");
        return StreamSupport.stream(groups.spliterator(), false)
                .flatMap(group -> StreamSupport.stream(group.get("tests").spliterator(), false)
                        .map(test -> DynamicTest.dynamicTest(
                                test.get("tcId").asText() + " "
                                        + test.get("comment").asText(),
                                () -> check(test, group.get("tagSize").asInt() / 8))));
    }

    private static void check(JsonNode test, int tagLength) throws GeneralSecurityException {
        byte[] tag = hex(test, "tag");
        byte[] computed = Arrays.copyOf(hmac(hex(test, "key"), hex(test, "msg")), tagLength);

        assertThat(MessageDigest.isEqual(computed, tag))
                .isEqualTo(test.get("result").asText().equals("valid"));
    }

    private static byte[] hmac(byte[] key, byte[] message) throws GeneralSecurityException {
        java.security.Key secret = key.length < SigningKey.MIN_BYTES
                ? new SecretKeySpec(key, "HmacSHA256")
                : SigningKey.hmacSha256("wycheproof", key).secret();
        Mac mac = Mac.getInstance(secret.getAlgorithm());
        mac.init(secret);
        return mac.doFinal(message);
    }

    private static byte[] hex(JsonNode test, String field) {
        return HexFormat.of().parseHex(test.get(field).asText());
    }
}

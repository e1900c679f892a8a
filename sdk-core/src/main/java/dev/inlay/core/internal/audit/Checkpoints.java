package dev.inlay.core.internal.audit;

import dev.inlay.api.audit.AuditCheckpoint;
import dev.inlay.api.error.InlayException;
import dev.inlay.api.error.InvalidValueException;
import dev.inlay.api.tenant.TenantId;
import dev.inlay.core.internal.json.CanonicalJson;
import dev.inlay.spi.store.AuditStore.Head;
import dev.inlay.spi.tenant.SigningKey;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import javax.crypto.Mac;

/**
 * How checkpoints are signed: HMAC SHA-256 (RFC 2104) over the canonical JSON of <code>{"at":…,"hash":…,"keyId":…,
 * "seq":…,"tenant":…,"use":"inlay.audit.checkpoint"}</code>. The use keeps a signature that the same key made for
 * something else from passing here.
 */
public final class Checkpoints {

    private static final String USE = "inlay.audit.checkpoint";

    private Checkpoints() {}

    static AuditCheckpoint sign(TenantId tenant, Head head, Instant now, SigningKey key) {
        Instant at = now.truncatedTo(ChronoUnit.MICROS);
        Map<String, Object> tree = tree(tenant, head.seq(), head.hash(), at, key.id());
        return new AuditCheckpoint(tenant, head.seq(), head.hash(), at, key.id(), mac(tree, key));
    }

    /**
     * Those of a tenant, each verified.
     *
     * @param tenant whose
     * @param checkpoints in any order, of any tenant
     * @param keys by id
     * @return by position
     * @throws InvalidValueException for one that does not hold, naming it
     */
    public static List<AuditCheckpoint> verified(
            TenantId tenant, Collection<AuditCheckpoint> checkpoints, Function<String, Optional<SigningKey>> keys) {
        List<AuditCheckpoint> own = new ArrayList<>();
        for (AuditCheckpoint checkpoint : checkpoints) {
            if (checkpoint.tenant().equals(tenant)) {
                require(checkpoint, keys);
                own.add(checkpoint);
            }
        }
        own.sort(Comparator.comparingLong(AuditCheckpoint::seq));
        return List.copyOf(own);
    }

    private static void require(AuditCheckpoint checkpoint, Function<String, Optional<SigningKey>> keys) {
        SigningKey key = keys.apply(checkpoint.keyId())
                .orElseThrow(() -> refused(checkpoint, "is signed by a key that is not known here"));
        byte[] expected = mac(tree(checkpoint), key).getBytes(StandardCharsets.US_ASCII);
        if (!MessageDigest.isEqual(expected, checkpoint.signature().getBytes(StandardCharsets.US_ASCII))) {
            throw refused(checkpoint, "is forged: its signature does not hold");
        }
    }

    private static InvalidValueException refused(AuditCheckpoint checkpoint, String problem) {
        return new InvalidValueException(
                "checkpoints",
                "the checkpoint of tenant '" + checkpoint.tenant() + "' at position " + checkpoint.seq() + " made at "
                        + checkpoint.at() + " with key '" + checkpoint.keyId() + "' " + problem);
    }

    static Map<String, Object> tree(AuditCheckpoint checkpoint) {
        return tree(checkpoint.tenant(), checkpoint.seq(), checkpoint.hash(), checkpoint.at(), checkpoint.keyId());
    }

    private static Map<String, Object> tree(TenantId tenant, long seq, String hash, Instant at, String keyId) {
        Map<String, Object> tree = new TreeMap<>();
        tree.put("tenant", tenant.value());
        tree.put("seq", seq);
        tree.put("hash", hash);
        tree.put("at", AuditChain.text(at));
        tree.put("keyId", keyId);
        tree.put("use", USE);
        return tree;
    }

    private static String mac(Map<String, Object> tree, SigningKey key) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(key.secret());
            byte[] content = CanonicalJson.write(tree).getBytes(StandardCharsets.UTF_8);
            return HexFormat.of().formatHex(mac.doFinal(content));
        } catch (GeneralSecurityException e) {
            throw new InlayException("instance.keys", false, key + " cannot sign; install another", e);
        }
    }
}

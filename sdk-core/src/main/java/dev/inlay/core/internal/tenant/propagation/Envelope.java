package dev.inlay.core.internal.tenant.propagation;

import dev.inlay.core.internal.structured.Bytes;
import dev.inlay.core.internal.structured.Item;
import dev.inlay.core.internal.structured.Member;
import dev.inlay.core.internal.structured.StructuredFieldException;
import dev.inlay.core.internal.structured.StructuredFields;
import dev.inlay.core.internal.structured.StructuredFields.Duplicates;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The text that travels: an RFC 9651 dictionary with the members of its kind, all of them, no other, in their order and
 * in canonical form to the character. So there is one text for what is said, and nothing in it can be changed without
 * changing what is signed.
 *
 * @param claims what it says
 * @param signed the canonical form of everything before the signature
 * @param signature as it was received
 */
record Envelope(Claims claims, String signed, Bytes signature) {

    private static final String SIGNATURE = "sig";

    /** The canonical form of what is to be signed. */
    static String toSign(Claims claims) {
        Map<String, Member> members = new LinkedHashMap<>();
        members.put("kid", Item.of(claims.key()));
        members.put("iss", Item.of(claims.issuer()));
        if (claims.audience() != null) {
            members.put("aud", Item.of(claims.audience()));
        }
        members.put("path", Item.of(claims.path()));
        members.put("iat", Item.of(Instant.ofEpochSecond(claims.issued())));
        members.put("exp", Item.of(Instant.ofEpochSecond(claims.expires())));
        if (claims.nonce() != null) {
            members.put("nonce", Item.of(claims.nonce()));
        }
        return write(members);
    }

    /** The whole text. */
    static String seal(String signed, Bytes signature) {
        return signed + ", " + write(Map.of(SIGNATURE, Item.of(signature)));
    }

    private static String write(Map<String, Member> members) {
        try {
            return StructuredFields.write(members);
        } catch (StructuredFieldException e) {
            throw new IllegalArgumentException("what is signed was checked to be names and ids", e);
        }
    }

    /** Reads a text. Nothing in it is believed yet. */
    static Envelope read(Kind kind, String text) throws RefusedException {
        Map<String, Member> members = members(text);
        if (!List.copyOf(members.keySet()).equals(kind.members())) {
            throw new RefusedException(Refusal.MALFORMED);
        }
        Claims claims = new Claims(
                value(members, "kid", String.class),
                value(members, "iss", String.class),
                kind == Kind.HEADER ? value(members, "aud", String.class) : null,
                value(members, "path", String.class),
                value(members, "iat", Instant.class).getEpochSecond(),
                value(members, "exp", Instant.class).getEpochSecond(),
                kind == Kind.HEADER ? value(members, "nonce", Bytes.class) : null);
        Bytes signature = value(members, SIGNATURE, Bytes.class);
        String signed = toSign(claims);
        if (!seal(signed, signature).equals(text)) {
            throw new RefusedException(Refusal.MALFORMED);
        }
        return new Envelope(claims, signed, signature);
    }

    private static Map<String, Member> members(String text) throws RefusedException {
        try {
            return StructuredFields.dictionary(text, Duplicates.REFUSED);
        } catch (StructuredFieldException e) {
            throw new RefusedException(e.isDuplicate() ? Refusal.DUPLICATE : Refusal.MALFORMED);
        }
    }

    private static <T> T value(Map<String, Member> members, String name, Class<T> type) throws RefusedException {
        @Nullable Member member = members.get(name);
        if (member instanceof Item item && type.isInstance(item.value())) {
            return type.cast(item.value());
        }
        throw new RefusedException(Refusal.MALFORMED);
    }
}

package dev.inlay.core.internal.tenant.propagation;

import dev.inlay.api.tenant.MessageBinding;
import dev.inlay.api.tenant.PropagationOptions;
import dev.inlay.core.internal.structured.Bytes;
import dev.inlay.spi.tenant.KeySource;
import dev.inlay.spi.tenant.SigningKey;
import java.security.MessageDigest;
import java.time.InstantSource;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Decides whether a text is believed: size, form, key, signature, and only then what it says. Thread-safe. */
final class Inspection {

    private final PropagationOptions options;
    private final KeySource keys;
    private final InstantSource clock;
    private final ReplayWindow seen;

    Inspection(PropagationOptions options, KeySource keys, InstantSource clock) {
        this.options = options;
        this.keys = keys;
        this.clock = clock;
        this.seen = new ReplayWindow(options.replayWindow());
    }

    void authenticate(Kind kind, Envelope envelope, @Nullable MessageBinding message) throws RefusedException {
        SigningKey key = keys.find(envelope.claims().key()).orElseThrow(() -> new RefusedException(Refusal.KEY));
        byte[] expected = Signature.of(key, kind, envelope.signed(), message);
        if (!MessageDigest.isEqual(expected, envelope.signature().bytes())) {
            throw new RefusedException(Refusal.FORGED);
        }
    }

    void judge(Claims claims) throws RefusedException {
        if (!options.acceptedIssuers().contains(claims.issuer())) {
            throw new RefusedException(Refusal.ISSUER);
        }
        if (claims.kind() == Kind.HEADER && !options.audience().equals(claims.audience())) {
            throw new RefusedException(Refusal.AUDIENCE);
        }
        judgeTime(claims);
    }

    private void judgeTime(Claims claims) throws RefusedException {
        long longest = (claims.kind() == Kind.HEADER
                        ? PropagationOptions.MAX_HEADER_LIFE
                        : PropagationOptions.MAX_SEAL_LIFE)
                .toSeconds();
        if (claims.expires() <= claims.issued() || claims.expires() - claims.issued() > longest) {
            throw new RefusedException(Refusal.LIFE);
        }
        long now = clock.instant().getEpochSecond();
        long skew = options.clockSkew().toSeconds();
        if (claims.issued() > now + skew) {
            throw new RefusedException(Refusal.NOT_YET);
        }
        long dead = now - skew;
        if (claims.expires() <= dead) {
            throw new RefusedException(Refusal.EXPIRED);
        }
        if (claims.kind() == Kind.HEADER && options.refusesReplays()) {
            Bytes nonce = Objects.requireNonNull(claims.nonce());
            seen.accept(nonce, claims.expires(), dead);
        }
    }
}

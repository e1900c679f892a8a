package dev.inlay.core.internal.tenant.propagation;

import dev.inlay.api.error.InvalidValueException;
import dev.inlay.api.tenant.MessageBinding;
import dev.inlay.api.tenant.NoTenantException;
import dev.inlay.api.tenant.PropagationOptions;
import dev.inlay.api.tenant.ReceivedHeader;
import dev.inlay.api.tenant.TenantContext;
import dev.inlay.api.tenant.TenantId;
import dev.inlay.api.tenant.TenantPath;
import dev.inlay.api.tenant.TenantPropagation;
import dev.inlay.api.tenant.VerifiedTenant;
import dev.inlay.core.internal.structured.Bytes;
import dev.inlay.core.internal.tenant.TenantEngine;
import dev.inlay.spi.tenant.KeySource;
import dev.inlay.spi.tenant.SecurityListener;
import dev.inlay.spi.tenant.SigningKey;
import dev.inlay.spi.tenant.TenantSealer;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Issues and verifies the headers and seals of one instance. */
public final class PropagationEngine implements TenantPropagation, TenantSealer {

    private static final int NONCE_BYTES = 16;

    private final TenantEngine tenants;
    private final KeySource keys;
    private final PropagationOptions options;
    private final InstantSource clock;
    private final Destinations destinations;
    private final Inspection inspection;
    private final Refusals refusals;
    private final SecureRandom random = new SecureRandom();

    /**
     * Creates an engine.
     *
     * @param tenants binds, and knows who is known
     * @param keys sign and verify
     * @param options who this service is and whom it believes
     * @param listeners are told of refusals; none for the log
     * @param clock the time of day
     */
    public PropagationEngine(
            TenantEngine tenants,
            KeySource keys,
            PropagationOptions options,
            List<SecurityListener> listeners,
            InstantSource clock) {
        this.tenants = tenants;
        this.keys = keys;
        this.options = options;
        this.clock = clock;
        this.destinations = new Destinations(options.destinations());
        this.inspection = new Inspection(options, keys, clock);
        this.refusals = new Refusals(listeners, clock);
    }

    @Override
    public String issue(String audience) {
        TenantContext tenant = tenants.current();
        PropagationOptions.checkName("audience", audience);
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        return sign(tenant.path(), options.headerLife(), audience, Bytes.of(nonce), null);
    }

    @Override
    public Optional<String> headerFor(URI address) {
        return destinations.audience(address).map(this::issue);
    }

    @Override
    public String seal(MessageBinding message) {
        return sign(tenants.current().path(), options.sealLife(), null, null, message);
    }

    @Override
    public String seal(TenantId tenant, MessageBinding message) {
        return sign(known(tenant).path(), options.sealLife(), null, null, message);
    }

    private String sign(
            TenantPath path,
            Duration life,
            @Nullable String audience,
            @Nullable Bytes nonce,
            @Nullable MessageBinding message) {
        SigningKey key = keys.current();
        long now = clock.instant().getEpochSecond();
        Claims claims =
                new Claims(key.id(), options.issuer(), audience, path.toString(), now, now + life.toSeconds(), nonce);
        String signed = Envelope.toSign(claims);
        return Envelope.seal(signed, Bytes.of(Signature.of(key, claims.kind(), signed, message)));
    }

    @Override
    public VerifiedTenant verify(ReceivedHeader header) {
        return verify(Kind.HEADER, header, null);
    }

    @Override
    public VerifiedTenant verify(ReceivedHeader seal, MessageBinding message) {
        return verify(Kind.SEAL, seal, message);
    }

    private VerifiedTenant verify(Kind kind, ReceivedHeader received, @Nullable MessageBinding message) {
        Claims claimed = null;
        try {
            Envelope envelope = Envelope.read(kind, onlyValue(received.values()));
            claimed = envelope.claims();
            inspection.authenticate(kind, envelope, message);
            inspection.judge(claimed);
            TenantPath path = path(claimed.path());
            requireSameTenant(path, received);
            Claims believed = claimed;
            Verified verified = new Verified(
                    tenants,
                    path.tenant(),
                    believed.issuer(),
                    kind.origin(),
                    status -> refusals.tell(status, received, believed));
            requireSamePlace(kind, path, verified);
            return verified;
        } catch (RefusedException e) {
            throw refusals.of(e.refusal(), kind, received, claimed);
        }
    }

    private static String onlyValue(List<String> values) throws RefusedException {
        if (values.isEmpty()) {
            throw new RefusedException(Refusal.MISSING);
        }
        if (values.size() > 1) {
            throw new RefusedException(Refusal.DUPLICATE);
        }
        String value = values.get(0);
        if (value.length() > MAX_LENGTH) {
            throw new RefusedException(Refusal.OVERSIZED);
        }
        return value;
    }

    private static TenantPath path(String text) throws RefusedException {
        try {
            return TenantPath.parse(text);
        } catch (InvalidValueException e) {
            throw new RefusedException(Refusal.MALFORMED);
        }
    }

    private static void requireSameTenant(TenantPath path, ReceivedHeader received) throws RefusedException {
        if (received.user().isPresent() && !received.user().get().equals(path.tenant())) {
            throw new RefusedException(Refusal.MISMATCH);
        }
    }

    /** A tenant may have moved to another reseller while its message waited, and to no other platform. */
    private void requireSamePlace(Kind kind, TenantPath path, Verified verified) throws RefusedException {
        TenantPath here = verified.told(() -> known(path.tenant())).path();
        boolean same = kind == Kind.HEADER
                ? here.equals(path)
                : here.platform().equals(path.platform()) && here.oem().equals(path.oem());
        if (!same) {
            throw new RefusedException(Refusal.PATH);
        }
    }

    private TenantContext known(TenantId id) {
        return tenants.find(id)
                .orElseThrow(() -> new NoTenantException(
                        "tenant.unknown", "tenant '" + id + "' is not in the directory; add it there, or mend the id"));
    }
}

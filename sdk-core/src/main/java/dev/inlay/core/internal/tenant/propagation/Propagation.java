package dev.inlay.core.internal.tenant.propagation;

import dev.inlay.api.error.InlayException;
import dev.inlay.api.tenant.PropagationOptions;
import dev.inlay.core.internal.plugin.Extensions;
import dev.inlay.core.internal.tenant.TenantEngine;
import dev.inlay.spi.tenant.KeySource;
import dev.inlay.spi.tenant.SecurityListener;
import dev.inlay.spi.tenant.TenantSealer;
import java.time.InstantSource;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The engine of an instance, or why it has none. Immutable. */
public final class Propagation {

    private final @Nullable PropagationEngine engine;
    private final boolean hasKeys;

    private Propagation(@Nullable PropagationEngine engine, boolean hasKeys) {
        this.engine = engine;
        this.hasKeys = hasKeys;
    }

    /**
     * Makes the engine where there are keys and a name.
     *
     * @param tenants binds, and knows who is known
     * @param extensions may hold keys and listeners
     * @param options who this service is, if it said
     * @param clock the time of day
     * @return with or without an engine
     */
    public static Propagation of(
            TenantEngine tenants, Extensions extensions, @Nullable PropagationOptions options, InstantSource clock) {
        Optional<KeySource> keys = extensions.one(KeySource.class);
        if (options == null || keys.isEmpty()) {
            return new Propagation(null, keys.isPresent());
        }
        return new Propagation(
                new PropagationEngine(tenants, keys.get(), options, extensions.many(SecurityListener.class), clock),
                true);
    }

    /**
     * The engine.
     *
     * @return the same each time
     * @throws InlayException with code {@code instance.no-keys} or {@code instance.no-issuer}
     */
    public PropagationEngine require() {
        if (engine != null) {
            return engine;
        }
        if (!hasKeys) {
            throw new InlayException(
                    "instance.no-keys", "this needs keys; install SigningKeys.of(key) or another KeySource");
        }
        throw new InlayException(
                "instance.no-issuer",
                "this needs the service's name; give PropagationOptions to the builder's propagation(...)");
    }

    /**
     * What plug-ins seal with.
     *
     * @return empty without an engine
     */
    public Optional<TenantSealer> sealer() {
        return Optional.ofNullable(engine);
    }
}

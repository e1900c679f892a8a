package dev.inlay.spi.event;

import dev.inlay.spi.ExtensionPoint;
import java.util.Optional;

/**
 * Knows the secrets that transports refer to by name, for example by asking a vault. Configuration then holds names and
 * no secrets, and a secret is rotated where it is kept.
 *
 * <p>A transport asks when it starts, again before it sends once half a minute has passed, and at once after the
 * receiver refused what it had; while the source fails it goes on with what it was last told, for ten minutes. A
 * transport finds the source of its instance through {@link dev.inlay.spi.PluginContext#service}. The plug-in that
 * contributes it starts before those that do not say otherwise.
 *
 * <p>Thread-safe; may block, within the time-out of a delivery.
 *
 * @since 0.1
 */
@ExtensionPoint(ExtensionPoint.Cardinality.ONE)
@FunctionalInterface
public interface CredentialSource {

    /**
     * Looks a secret up.
     *
     * @param name what the configuration calls it, for example {@code erp-token}
     * @return the secret as it is now; empty when there is none of that name
     * @throws Exception when it cannot be told; asked again later. The message is shown to nobody
     */
    Optional<Credential> find(String name) throws Exception;
}

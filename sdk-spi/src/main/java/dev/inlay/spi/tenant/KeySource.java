package dev.inlay.spi.tenant;

import dev.inlay.spi.ExtensionPoint;
import java.util.Optional;

/**
 * Knows the keys that signatures are made and verified with: tenant headers and messages between services, checkpoints
 * of the audit trail. Keys are rotated by adding the new one everywhere for verification, then signing with it, then
 * removing the old one once what it signed has expired. Thread-safe; asked for every signature, so it neither blocks
 * nor allocates.
 *
 * @since 0.1
 */
@ExtensionPoint(ExtensionPoint.Cardinality.ONE)
public interface KeySource {

    /**
     * The key that signs now.
     *
     * @return also found by {@link #find}
     */
    SigningKey current();

    /**
     * A key that signatures are verified with.
     *
     * @param id what the signature says
     * @return empty when it is not known, or no longer
     */
    Optional<SigningKey> find(String id);
}

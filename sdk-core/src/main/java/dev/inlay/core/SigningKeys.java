package dev.inlay.core;

import dev.inlay.api.error.InvalidValueException;
import dev.inlay.spi.Contributions;
import dev.inlay.spi.Plugin;
import dev.inlay.spi.PluginDescriptor;
import dev.inlay.spi.SpiVersion;
import dev.inlay.spi.tenant.KeySource;
import dev.inlay.spi.tenant.SigningKey;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Keys that the host holds in memory, read from wherever it keeps its secrets. One signs; any number verify. Rotate by
 * {@link #replace} on every node: first with the new key among those that verify, then as the one that signs.
 *
 * <p>Thread-safe.
 *
 * @since 0.1
 */
public final class SigningKeys implements Plugin {

    private volatile Keys keys;

    private SigningKeys(Keys keys) {
        this.keys = keys;
    }

    /**
     * Creates the plug-in.
     *
     * @param signing signs, and verifies
     * @param verifying only verify
     * @return to be installed in one builder
     * @throws InvalidValueException for {@code key.id} when two have the same
     */
    public static SigningKeys of(SigningKey signing, SigningKey... verifying) {
        return new SigningKeys(Keys.of(signing, verifying));
    }

    /**
     * Puts other keys in force at once, all of them or none.
     *
     * @param signing signs, and verifies
     * @param verifying only verify
     * @throws InvalidValueException for {@code key.id} when two have the same
     */
    public void replace(SigningKey signing, SigningKey... verifying) {
        keys = Keys.of(signing, verifying);
    }

    @Override
    public PluginDescriptor descriptor() {
        return PluginDescriptor.of("signing-keys", "0.1.0", SpiVersion.of(0, 1));
    }

    @Override
    public void contribute(Contributions contributions) {
        contributions.add(KeySource.class, new KeySource() {
            @Override
            public SigningKey current() {
                return keys.signing;
            }

            @Override
            public Optional<SigningKey> find(String id) {
                return Optional.ofNullable(keys.byId.get(id));
            }
        });
    }

    private record Keys(SigningKey signing, Map<String, SigningKey> byId) {

        static Keys of(SigningKey signing, SigningKey... verifying) {
            Map<String, SigningKey> byId = new HashMap<>();
            byId.put(signing.id(), signing);
            for (SigningKey key : verifying) {
                if (byId.put(key.id(), key) != null) {
                    throw new InvalidValueException("key.id", "'" + key.id() + "' is given twice");
                }
            }
            return new Keys(signing, Map.copyOf(byId));
        }
    }
}

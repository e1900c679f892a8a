package dev.inlay.core.internal.tenant.propagation;

import dev.inlay.spi.tenant.KeySource;
import dev.inlay.spi.tenant.SigningKey;
import java.util.Optional;

/** A source of one key, whatever id it is asked for. */
record OneKey(SigningKey current) implements KeySource {

    @Override
    public Optional<SigningKey> find(String id) {
        return Optional.of(current);
    }
}

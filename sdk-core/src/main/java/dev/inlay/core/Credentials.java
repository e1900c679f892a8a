package dev.inlay.core;

import dev.inlay.spi.Contributions;
import dev.inlay.spi.Plugin;
import dev.inlay.spi.PluginDescriptor;
import dev.inlay.spi.SpiVersion;
import dev.inlay.spi.event.CredentialSource;
import java.util.Objects;

/**
 * Tells transports where the host keeps the secrets that they refer to by name.
 *
 * <p>Thread-safe.
 *
 * @since 0.1
 */
public final class Credentials implements Plugin {

    private final CredentialSource source;

    private Credentials(CredentialSource source) {
        this.source = source;
    }

    /**
     * Creates the plug-in.
     *
     * @param source asked for secrets by name; may block
     * @return to be installed in one builder
     */
    public static Credentials from(CredentialSource source) {
        return new Credentials(Objects.requireNonNull(source, "source"));
    }

    @Override
    public PluginDescriptor descriptor() {
        return PluginDescriptor.of("credentials", "0.1.0", SpiVersion.of(0, 1));
    }

    @Override
    public void contribute(Contributions contributions) {
        contributions.add(CredentialSource.class, source);
    }
}

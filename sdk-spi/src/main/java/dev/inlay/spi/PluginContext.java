package dev.inlay.spi;

import dev.inlay.spi.tenant.TenantSealer;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.ThreadFactory;

/**
 * What the engine gives a plug-in when it starts. Valid until the plug-in is closed. Thread-safe.
 *
 * @since 0.1
 */
public interface PluginContext {

    /**
     * The name of this instance among the nodes that share a database.
     *
     * @return 1 to 64 visible ASCII characters, different for every run
     */
    String nodeId();

    /**
     * The clock of the instance. A plug-in asks no other.
     *
     * @return the clock
     */
    InstantSource clock();

    /**
     * Makes threads as the instance does: daemons, named, without a tenant.
     *
     * @param purpose part of the threads' names, for example {@code "kafka-sender"}
     * @return a factory; whoever makes a thread ends it in {@link Plugin#close()}
     */
    ThreadFactory threads(String purpose);

    /**
     * Seals messages in the tenants' names.
     *
     * @return empty when the instance has no keys, or no name among services
     */
    default Optional<TenantSealer> sealer() {
        return Optional.empty();
    }
}

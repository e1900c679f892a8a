package dev.inlay.spi;

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
     * Something that the engine does for plug-ins. There are two such services now:
     * {@code dev.inlay.spi.tenant.TenantSealer}, where the instance has keys and a name among services, and
     * {@code dev.inlay.spi.event.CredentialSource}, where a plug-in contributes one.
     *
     * @param type the service's interface
     * @param <T> the service
     * @return empty where the instance has none; the same object each time
     */
    default <T> Optional<T> service(Class<T> type) {
        return Optional.empty();
    }
}

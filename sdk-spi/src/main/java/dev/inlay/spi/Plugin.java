package dev.inlay.spi;

/**
 * One object that adds something to an instance. Installed by the builder, or found through
 * {@link java.util.ServiceLoader} when the host asks for discovery; a discovered plug-in needs a public constructor
 * without parameters, or a static {@code provider()} method.
 *
 * <p>Life: constructed (no I/O) → {@link #contribute} once, at build → {@link #start}, after every plug-in that it
 * needs → {@link #close}, in reverse order.
 *
 * @since 0.1
 */
public interface Plugin extends AutoCloseable {

    /**
     * What the plug-in says of itself.
     *
     * @return the same each time
     */
    PluginDescriptor descriptor();

    /**
     * Names what the plug-in adds. Does no I/O.
     *
     * @param contributions receives the extensions
     */
    default void contribute(Contributions contributions) {}

    /**
     * Opens what the plug-in needs. May block: it runs on a thread of the instance's own. When it fails with an
     * {@link dev.inlay.api.error.InlayException} that is not retryable, the instance fails for good; after any other
     * failure it is called again, with growing pauses, and the message shows in the instance's state.
     *
     * @param context what the engine offers
     * @throws Exception as above
     */
    default void start(PluginContext context) throws Exception {}

    /** Gives back what {@link #start} took. Idempotent; called even when {@code start} failed or never ran. */
    @Override
    default void close() {}
}

package dev.inlay.core;

/**
 * The way to an instance.
 *
 * @since 0.1
 */
public final class InlaySdk {

    private InlaySdk() {}

    /**
     * Begins an instance.
     *
     * @return a builder with every default
     */
    public static InlayBuilder builder() {
        return new InlayBuilder();
    }
}

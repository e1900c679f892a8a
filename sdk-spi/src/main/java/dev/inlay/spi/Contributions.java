package dev.inlay.spi;

/**
 * Receives what a plug-in contributes.
 *
 * @since 0.1
 */
public interface Contributions {

    /**
     * Contributes one implementation of an extension point.
     *
     * @param point the interface, marked with {@link ExtensionPoint}
     * @param extension the implementation; it lives as long as the plug-in
     * @param <T> the interface
     * @return this, to go on
     * @throws dev.inlay.api.error.InvalidValueException for {@code point} when it is not an extension point of this SPI
     */
    <T> Contributions add(Class<T> point, T extension);
}

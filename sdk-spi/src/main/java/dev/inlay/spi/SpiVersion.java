package dev.inlay.spi;

import dev.inlay.api.error.InvalidValueException;

/**
 * The version of the SPI that a plug-in was compiled against. The engine takes a plug-in of its own major version whose
 * minor version is not above its own.
 *
 * @param major changes when a plug-in must be changed
 * @param minor grows when something was added
 * @since 0.1
 */
public record SpiVersion(int major, int minor) {

    /** The version of this SPI. A compile-time plug-in should name the numbers it was built with, not this constant. */
    public static final SpiVersion CURRENT = new SpiVersion(0, 1);

    /**
     * Validates the version.
     *
     * @param major see the record
     * @param minor see the record
     * @throws InvalidValueException for {@code spiVersion} when either is negative
     */
    public SpiVersion {
        if (major < 0 || minor < 0) {
            throw new InvalidValueException("spiVersion", "must not be negative, was " + major + "." + minor);
        }
    }

    /**
     * Creates a version.
     *
     * @param major see the record
     * @param minor see the record
     * @return the version
     * @throws InvalidValueException for {@code spiVersion} when either is negative
     */
    public static SpiVersion of(int major, int minor) {
        return new SpiVersion(major, minor);
    }

    /**
     * Whether an engine of this version runs a plug-in of another.
     *
     * @param plugin what the plug-in was compiled against
     * @return {@code true} for the same major and a minor that is not above this one
     */
    public boolean accepts(SpiVersion plugin) {
        return plugin.major == major && plugin.minor <= minor;
    }

    @Override
    public String toString() {
        return major + "." + minor;
    }
}

package dev.inlay.spi;

import dev.inlay.api.error.InvalidValueException;
import java.util.List;
import java.util.regex.Pattern;

/**
 * What a plug-in says of itself.
 *
 * @param id lower-case words joined by dots or hyphens, at most 100 characters, unique in an instance
 * @param version the plug-in's own version, for people
 * @param spiVersion the SPI that it was compiled against
 * @param needs ids of plug-ins that must be there and start first; copied
 * @since 0.1
 */
public record PluginDescriptor(String id, String version, SpiVersion spiVersion, List<String> needs) {

    private static final Pattern ID = Pattern.compile("[a-z][a-z0-9]*([.-][a-z0-9]+)*");

    /**
     * Validates the descriptor.
     *
     * @param id see the record
     * @param version see the record
     * @param spiVersion see the record
     * @param needs see the record
     * @throws InvalidValueException for {@code plugin.id} or {@code plugin.version}
     */
    public PluginDescriptor {
        if (id.length() > 100 || !ID.matcher(id).matches()) {
            throw new InvalidValueException(
                    "plugin.id", "must be lower-case words joined by dots or hyphens, was '" + id + "'");
        }
        if (version.isBlank()) {
            throw new InvalidValueException("plugin.version", "must not be blank");
        }
        needs = List.copyOf(needs);
    }

    /**
     * Creates a descriptor.
     *
     * @param id see the record
     * @param version see the record
     * @param spiVersion see the record
     * @param needs see the record
     * @return the descriptor
     * @throws InvalidValueException for {@code plugin.id} or {@code plugin.version}
     */
    public static PluginDescriptor of(String id, String version, SpiVersion spiVersion, String... needs) {
        return new PluginDescriptor(id, version, spiVersion, List.of(needs));
    }
}

import dev.inlay.api.annotation.Incubating;

/**
 * The engine between API and SPI.
 *
 * <p>A host sees {@link dev.inlay.core.InlaySdk} and its builder only. What lies in {@code dev.inlay.core.internal} may
 * change in any release.
 */
@Incubating
module dev.inlay.core {
    requires transitive dev.inlay.api;
    requires transitive dev.inlay.spi;
    requires com.fasterxml.jackson.databind;
    requires com.fasterxml.jackson.datatype.jsr310;
    requires org.slf4j;
    requires static org.jspecify;

    exports dev.inlay.core;

    uses dev.inlay.spi.Plugin;
}

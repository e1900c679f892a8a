package dev.inlay.spi.theme;

import dev.inlay.api.tenant.TenantId;
import dev.inlay.api.theme.Mode;
import dev.inlay.spi.ExtensionPoint;
import java.util.Optional;

/**
 * Keeps the layers of design tokens, one per node of the hierarchy and mode. Thread-safe.
 *
 * @since 0.1
 */
@ExtensionPoint(ExtensionPoint.Cardinality.ONE)
public interface ThemeSource {

    /**
     * The layer of one node. May block.
     *
     * @param node a platform, OEM, reseller or tenant
     * @param mode light for the base, dark for what dark mode changes
     * @return empty when the node has no such layer
     */
    Optional<ThemeLayer> layer(TenantId node, Mode mode);

    /**
     * The version of the source as a whole. Asked on every use of a theme, so it neither blocks nor allocates.
     *
     * @return grows with every change
     */
    long version();

    /**
     * A layer as it is kept.
     *
     * @param name the file or other name, for error messages
     * @param tokens a DTCG 2025.10 document, JSON text
     */
    record ThemeLayer(String name, String tokens) {}
}

package dev.inlay.core.internal.structured;

import java.util.Map;

/**
 * A bare value with parameters.
 *
 * @param value a {@link Long}, a {@link java.math.BigDecimal} with at most three decimals, a {@link String} of ASCII, a
 *     {@link Token}, {@link Bytes}, a {@link Boolean}, an {@link java.time.Instant} of whole seconds, or a
 *     {@link DisplayString}
 * @param parameters in order
 */
public record Item(Object value, Map<String, Object> parameters) implements Member {

    /**
     * Creates an item without parameters.
     *
     * @param value see the record
     * @return the item
     */
    public static Item of(Object value) {
        return new Item(value, Map.of());
    }
}

package dev.inlay.core.internal.structured;

import java.util.List;
import java.util.Map;

/**
 * Items in parentheses.
 *
 * @param items in order
 * @param parameters in order
 */
public record InnerList(List<Item> items, Map<String, Object> parameters) implements Member {}

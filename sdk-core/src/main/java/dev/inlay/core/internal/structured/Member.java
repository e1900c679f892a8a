package dev.inlay.core.internal.structured;

import java.util.Map;

/** What a list or a dictionary holds. */
public sealed interface Member permits Item, InnerList {

    /**
     * What stands behind it after semicolons.
     *
     * @return in order; bare values as {@link Item#value()}
     */
    Map<String, Object> parameters();
}

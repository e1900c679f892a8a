/**
 * Structured field values for HTTP (RFC 9651): reads and writes dictionaries, lists and items. Strict, and without
 * knowledge of any header.
 */
@NullMarked
package dev.inlay.core.internal.structured;

import org.jspecify.annotations.NullMarked;

/**
 * What goes wrong, as a caller sees it: one unchecked exception with a stable code, and a subclass only where callers
 * branch. This package knows no other.
 */
@NullMarked
package dev.inlay.api.error;

import org.jspecify.annotations.NullMarked;

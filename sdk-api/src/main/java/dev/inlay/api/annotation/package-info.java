/** Marks that say how far a part of the API may be relied on. Every package may use them; they use none. */
@NullMarked
package dev.inlay.api.annotation;

import org.jspecify.annotations.NullMarked;

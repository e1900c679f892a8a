/**
 * Break-glass. {@code AccessEngine} answers for {@link dev.inlay.api.access.BreakGlass}; {@code GrantLease} is what is
 * bound while a grant is used, and {@code GrantClock} the time that it ends by.
 */
@NullMarked
package dev.inlay.core.internal.access;

import org.jspecify.annotations.NullMarked;

/**
 * Break-glass: support staff enter a tenant for a reason, for a while, and leave a record. The front door is
 * {@link dev.inlay.api.access.BreakGlass}.
 */
@NullMarked
package dev.inlay.api.access;

import org.jspecify.annotations.NullMarked;

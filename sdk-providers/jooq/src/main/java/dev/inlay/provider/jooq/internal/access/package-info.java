/** Grants of access. */
@NullMarked
package dev.inlay.provider.jooq.internal.access;

import org.jspecify.annotations.NullMarked;

/** The audit chains. */
@NullMarked
package dev.inlay.provider.jooq.internal.audit;

import org.jspecify.annotations.NullMarked;

/** The usage ledger. */
@NullMarked
package dev.inlay.provider.jooq.internal.metering;

import org.jspecify.annotations.NullMarked;

/**
 * Counts what the bound tenant uses. {@link dev.inlay.core.internal.metering.MeteringEngine} decides what an event is
 * (its day, its hash), the store whether it was counted before.
 */
@NullMarked
package dev.inlay.core.internal.metering;

import org.jspecify.annotations.NullMarked;

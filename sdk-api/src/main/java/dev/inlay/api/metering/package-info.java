/** What a tenant used: idempotent usage events, written in the host's own transaction, and their totals. */
@NullMarked
package dev.inlay.api.metering;

import org.jspecify.annotations.NullMarked;

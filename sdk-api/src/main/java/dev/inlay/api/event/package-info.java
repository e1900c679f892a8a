/**
 * What the ERP must be told: events that are written in the host's own transaction and arrive in commit order per key,
 * once in effect.
 */
@NullMarked
package dev.inlay.api.event;

import org.jspecify.annotations.NullMarked;

/** Who did what: an append-only, tamper-evident trail per tenant. */
@NullMarked
package dev.inlay.api.audit;

import org.jspecify.annotations.NullMarked;

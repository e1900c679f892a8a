/**
 * Tenants on their way between services. {@link dev.inlay.core.internal.tenant.propagation.PropagationEngine} is the
 * door; {@code Envelope} is the text that travels, {@code Signature} vouches for it, {@code Inspection} decides whether
 * to believe one, and {@code Refusals} says no.
 */
@NullMarked
package dev.inlay.core.internal.tenant.propagation;

import org.jspecify.annotations.NullMarked;

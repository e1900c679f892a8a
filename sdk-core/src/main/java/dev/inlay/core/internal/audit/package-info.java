/**
 * Who did what. {@code AuditEngine} answers for {@link dev.inlay.api.audit.AuditTrail}; how a record is hashed stands
 * in {@code AuditChain}, and what a broken chain looks like in {@code ChainWalk}.
 */
@NullMarked
package dev.inlay.core.internal.audit;

import org.jspecify.annotations.NullMarked;

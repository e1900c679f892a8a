/**
 * Decides what the bound tenant may do. What the sources say is loaded per tenant, compiled into a {@code Snapshot} for
 * a stretch of time in which nothing begins or ends, and asked from there. The front doors are
 * {@link dev.inlay.core.internal.entitlement.EntitlementEngine} and, for JSON files,
 * {@link dev.inlay.core.internal.entitlement.EntitlementDocuments}.
 */
@NullMarked
package dev.inlay.core.internal.entitlement;

import org.jspecify.annotations.NullMarked;

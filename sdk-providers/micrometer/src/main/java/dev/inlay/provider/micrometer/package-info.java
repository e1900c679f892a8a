/**
 * Carries the tenant wherever Micrometer's context-propagation carries values.
 * {@link dev.inlay.provider.micrometer.TenantThreadLocalAccessor} is all of it.
 */
@NullMarked
package dev.inlay.provider.micrometer;

import org.jspecify.annotations.NullMarked;

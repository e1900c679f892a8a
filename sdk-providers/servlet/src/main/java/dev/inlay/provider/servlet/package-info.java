/**
 * Tenants of HTTP requests. {@link dev.inlay.provider.servlet.TenantFilter} is the door; {@code Admission} decides
 * whose a request is, {@code AdmittedRequest} is what the application sees of it, and {@code Problem} answers those who
 * are refused.
 */
@NullMarked
package dev.inlay.provider.servlet;

import org.jspecify.annotations.NullMarked;

/**
 * Tenants of outgoing requests. {@link dev.inlay.provider.httpclient.TenantHttpClient} is the door; {@code Carrying}
 * ties what happens when an answer arrives to the tenant that asked.
 */
@NullMarked
package dev.inlay.provider.httpclient;

import org.jspecify.annotations.NullMarked;

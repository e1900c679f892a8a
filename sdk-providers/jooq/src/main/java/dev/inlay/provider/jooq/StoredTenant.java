package dev.inlay.provider.jooq;

import dev.inlay.api.tenant.TenantProfile;

/**
 * A tenant as its row says it.
 *
 * @param profile what is known of it
 * @param version the version of the directory at which the row was last changed; to be named when it is changed again
 * @since 0.1
 */
public record StoredTenant(TenantProfile profile, long version) {}

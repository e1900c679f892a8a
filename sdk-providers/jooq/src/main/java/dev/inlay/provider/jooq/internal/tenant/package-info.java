/** Who the tenants are, as tables of the host's database say. */
@NullMarked
package dev.inlay.provider.jooq.internal.tenant;

import org.jspecify.annotations.NullMarked;

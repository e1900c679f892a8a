/** Row-level security on PostgreSQL: the policies and grants of the three roles, and whether they hold. */
@NullMarked
package dev.inlay.provider.jooq.internal.rowsecurity;

import org.jspecify.annotations.NullMarked;

/** Stores on PostgreSQL, MariaDB and H2 through jOOQ, with the scripts that make their schema. */
@NullMarked
package dev.inlay.provider.jooq;

import org.jspecify.annotations.NullMarked;

/** Runs the scripts that make the schema, and checks that they ran. */
@NullMarked
package dev.inlay.provider.jooq.internal.migration;

import org.jspecify.annotations.NullMarked;

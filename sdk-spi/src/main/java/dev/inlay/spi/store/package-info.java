/** What the engine keeps in a database. For the providers that ship with the SDK; incubating, without a promise. */
@NullMarked
package dev.inlay.spi.store;

import org.jspecify.annotations.NullMarked;

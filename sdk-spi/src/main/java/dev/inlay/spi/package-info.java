/** What a plug-in implements. */
@NullMarked
package dev.inlay.spi;

import org.jspecify.annotations.NullMarked;

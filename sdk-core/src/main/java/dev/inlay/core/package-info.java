/** The engine between API and SPI; hosts see its builder only. */
@NullMarked
package dev.inlay.core;

import org.jspecify.annotations.NullMarked;

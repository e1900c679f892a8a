/** How a plug-in presents itself to the engine: descriptor, extensions, life. */
@NullMarked
package dev.inlay.spi;

import org.jspecify.annotations.NullMarked;

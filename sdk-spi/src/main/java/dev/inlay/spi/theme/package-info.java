/** Where design tokens come from: {@link dev.inlay.spi.theme.ThemeSource}. */
@NullMarked
package dev.inlay.spi.theme;

import org.jspecify.annotations.NullMarked;

/** Whose brand the screen wears: design tokens, merged down the hierarchy, as CSS custom properties. */
@NullMarked
package dev.inlay.api.theme;

import org.jspecify.annotations.NullMarked;

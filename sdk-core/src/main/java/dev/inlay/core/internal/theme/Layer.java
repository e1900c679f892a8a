package dev.inlay.core.internal.theme;

import dev.inlay.api.theme.Mode;

/**
 * One node's tokens of one mode, read and found well-formed.
 *
 * @param mode light or dark
 * @param root the document; not to be changed
 */
record Layer(Mode mode, TokenTree.Group root) {}

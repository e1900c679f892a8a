/** The front door: {@link dev.inlay.api.Inlay}, one running instance, and its life. This package knows all others. */
@NullMarked
package dev.inlay.api;

import org.jspecify.annotations.NullMarked;

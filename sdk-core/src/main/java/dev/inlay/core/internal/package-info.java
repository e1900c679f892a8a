/**
 * One instance put together: its life, its threads, its pillars. The only package of the engine that knows all others.
 */
@NullMarked
package dev.inlay.core.internal;

import org.jspecify.annotations.NullMarked;

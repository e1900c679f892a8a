/** Puts plug-ins in order: checks descriptors, collects extensions, decides who fills a place. */
@NullMarked
package dev.inlay.core.internal.plugin;

import org.jspecify.annotations.NullMarked;

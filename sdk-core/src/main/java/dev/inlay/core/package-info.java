/**
 * What a host builds an instance with: the builder, and {@link dev.inlay.core.Documents}, the plug-in that reads
 * tenants and what they bought from a folder of JSON files. Everything else of this module is internal.
 */
@NullMarked
package dev.inlay.core;

import org.jspecify.annotations.NullMarked;

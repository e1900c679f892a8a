/**
 * Where a host begins: {@link dev.inlay.core.InlaySdk#builder()} makes an instance, and
 * {@link dev.inlay.core.Documents} is the plug-in that reads tenants and what they bought from a folder of JSON files.
 */
@NullMarked
package dev.inlay.core;

import org.jspecify.annotations.NullMarked;

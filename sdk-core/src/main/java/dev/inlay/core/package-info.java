/**
 * Where a host begins: {@link dev.inlay.core.InlaySdk#builder()} makes an instance, {@link dev.inlay.core.Documents} reads
 * tenants, plans, contracts and themes from a folder.
 */
@NullMarked
package dev.inlay.core;

import org.jspecify.annotations.NullMarked;

/** Where a host begins: {@link dev.inlay.core.InlaySdk#builder()} makes an instance. */
@NullMarked
package dev.inlay.core;

import org.jspecify.annotations.NullMarked;

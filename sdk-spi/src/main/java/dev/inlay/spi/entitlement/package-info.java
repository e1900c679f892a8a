/** Where grants come from, and how the engine learns what was used. */
@NullMarked
package dev.inlay.spi.entitlement;

import org.jspecify.annotations.NullMarked;

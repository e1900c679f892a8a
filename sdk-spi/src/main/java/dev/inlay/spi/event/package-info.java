/** How events leave: transports, what may stand around them, and codecs for payloads. */
@NullMarked
package dev.inlay.spi.event;

import org.jspecify.annotations.NullMarked;

/** One contract per SPI, and fakes, for whoever writes a plug-in; knows the SPI only. */
@NullMarked
package dev.inlay.testkit.contracts;

import org.jspecify.annotations.NullMarked;

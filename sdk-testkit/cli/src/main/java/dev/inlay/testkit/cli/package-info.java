/** Certifies a plug-in from the command line. */
@NullMarked
package dev.inlay.testkit.cli;

import org.jspecify.annotations.NullMarked;

/**
 * Certifies a plug-in from the command line, without code: {@code verify plugin.jar}; verifies and exports audit
 * trails: {@code audit verify}. {@link dev.inlay.testkit.cli.Main} says what it takes and how it ends.
 */
@NullMarked
package dev.inlay.testkit.cli;

import org.jspecify.annotations.NullMarked;

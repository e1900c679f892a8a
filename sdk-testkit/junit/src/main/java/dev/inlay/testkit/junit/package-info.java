/** Test support for hosts that embed Inlay. */
@NullMarked
package dev.inlay.testkit.junit;

import org.jspecify.annotations.NullMarked;

/** The first thing to run. */
@NullMarked
package dev.inlay.example.quickstart;

import org.jspecify.annotations.NullMarked;

/** Inlay and its peers, measured in one run. */
@NullMarked
package dev.inlay.example.benchmarks;

import org.jspecify.annotations.NullMarked;

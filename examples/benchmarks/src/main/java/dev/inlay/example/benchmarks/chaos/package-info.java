/**
 * A crash harness that looks at the outbox from outside: processes that are killed, an ERP that fails on purpose and
 * writes down what it gets, and a comparison of what the host committed with what the ERP applied.
 */
@NullMarked
package dev.inlay.example.benchmarks.chaos;

import org.jspecify.annotations.NullMarked;

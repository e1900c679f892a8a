/**
 * A small clinic-billing product that embeds Inlay, and the proof that it works.
 *
 * <p>Begin with {@link dev.inlay.example.quickstart.ClinicHost}: that is the product, one claim at a time. Around it,
 * {@link dev.inlay.example.quickstart.Quickstart} starts a loopback ERP that fails on purpose, kills the product in the
 * middle of the day, starts it again, and compares what the two sides hold.
 */
@NullMarked
package dev.inlay.example.quickstart;

import org.jspecify.annotations.NullMarked;

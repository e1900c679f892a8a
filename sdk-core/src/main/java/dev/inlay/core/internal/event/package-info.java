/**
 * Events on their way to the receiver. {@link dev.inlay.core.internal.event.EventEngine} is the front door: it freezes
 * and writes what a host publishes, and owns the relay that brings it out.
 *
 * <p>The relay is a handful of parts that each take a turn when asked, on a clock that is given to them, and hold no
 * thread: {@code LeaseKeeper} holds the shards, {@code RelayCore} reads and sends, {@code Completions} removes what was
 * delivered, {@code Setbacks} keeps what was not. {@code Relay} gives each of them a thread; a simulation gives them
 * turns by hand. Everything that decides lives in {@code RelayCore} and belongs to one thread.
 */
@NullMarked
package dev.inlay.core.internal.event;

import org.jspecify.annotations.NullMarked;

package dev.inlay.spi.store;

/**
 * Where to read in a stream, and how much.
 *
 * @param stream the stream
 * @param afterSeq sequence numbers up to this one are left out
 * @param limit how many at most, at least 1
 * @since 0.1
 */
public record StreamStart(StreamRef stream, long afterSeq, int limit) {}

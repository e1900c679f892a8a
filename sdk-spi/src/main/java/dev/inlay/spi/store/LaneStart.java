package dev.inlay.spi.store;

/**
 * Where to read in a lane, and how much.
 *
 * @param lane the lane
 * @param afterId ids up to this one are left out
 * @param limit how many at most, at least 1
 * @since 0.1
 */
public record LaneStart(Lane lane, long afterId, int limit) {}

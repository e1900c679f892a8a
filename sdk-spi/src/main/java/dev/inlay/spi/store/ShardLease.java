package dev.inlay.spi.store;

/**
 * The right to deliver a shard's events until the lease ends.
 *
 * @param shard from 0
 * @param epoch grows with every change of owner: the fencing token
 * @param revision grows when an operator put parked events of the shard back; an owner that finds it changed reads
 *     parked streams and retries anew
 * @since 0.1
 */
public record ShardLease(int shard, long epoch, long revision) {}

package dev.inlay.spi.store;

/**
 * The right to deliver a shard's events until the lease ends.
 *
 * @param shard from 0
 * @param epoch grows with every change of owner: the fencing token
 * @param revision grows when an operator put parked events of the shard back; an owner that finds it changed reads
 *     parked streams and retries anew
 * @param doubtful events with ids up to this one may have been sent before, by an owner that never gave the shard back
 *     or did not learn what came of it; 0 when there was none
 * @since 0.1
 */
public record ShardLease(int shard, long epoch, long revision, long doubtful) {

    /**
     * A lease after owners that all gave the shard back.
     *
     * @param shard see the record
     * @param epoch see the record
     * @param revision see the record
     */
    public ShardLease(int shard, long epoch, long revision) {
        this(shard, epoch, revision, 0);
    }

    /**
     * Whether an owner may go on with what it knows.
     *
     * @param other another lease of the shard
     * @return {@code true} when epoch and revision are the same; what is doubtful may differ
     */
    public boolean isSameAs(ShardLease other) {
        return shard == other.shard && epoch == other.epoch && revision == other.revision;
    }
}

package dev.inlay.provider.jooq.internal.event;

import static dev.inlay.provider.jooq.internal.schema.tables.InlayShard.INLAY_SHARD;

import dev.inlay.provider.jooq.internal.database.Tx;

/** What tells the owner of a shard, whoever that is, that more waits in it than it has read of. */
final class Revision {

    private Revision() {}

    static void raise(Tx tx, int shard) {
        tx.sql()
                .update(INLAY_SHARD)
                .set(INLAY_SHARD.REVISION, INLAY_SHARD.REVISION.plus(1))
                .where(INLAY_SHARD.SHARD.eq(shard))
                .execute();
    }
}

package dev.inlay.provider.jooq.internal.event;

import static dev.inlay.provider.jooq.internal.schema.tables.InlayEvent.INLAY_EVENT;

import dev.inlay.api.event.EventOperations;
import dev.inlay.provider.jooq.internal.database.Database;
import dev.inlay.provider.jooq.internal.database.Dialect;
import dev.inlay.provider.jooq.internal.database.Rendered;
import dev.inlay.spi.store.Acknowledged;
import dev.inlay.spi.store.Lane;
import dev.inlay.spi.store.StoredEvent;
import java.util.List;
import java.util.stream.IntStream;
import org.jooq.impl.DSL;

/**
 * Removes acknowledged events that nothing else is kept of: a statement for each lane, all sent together, and committed
 * as they run. Where only some are removed and then the connection fails, the rest goes next time. Thread-safe.
 */
final class Removals {

    private final Database database;
    private final Rendered statement = new Rendered(() -> DSL.deleteFrom(INLAY_EVENT)
            .where(Streams.waitingIn(Streams.NOBODYS))
            .and(INLAY_EVENT.EVENT_TYPE.ne(DSL.inline(EventOperations.DISCARDED)))
            .and(INLAY_EVENT.ID.eq(DSL.any(new Long[0]))));

    Removals(Database database) {
        this.database = database;
    }

    /** Whether this way is open for these. */
    boolean suits(List<Acknowledged> batches) {
        return database.bindsArrays()
                && batches.stream().noneMatch(batch -> batch.retried() || Streams.hasTombstone(batch));
    }

    /** Answers how many were there of each batch. */
    List<Integer> remove(String doing, List<Acknowledged> batches) {
        return database.query(doing, statement, prepared -> {
            for (Acknowledged batch : batches) {
                Lane lane = batch.lane();
                prepared.setInt(1, lane.shard());
                prepared.setString(2, lane.tenant().value());
                prepared.setString(3, lane.target());
                prepared.setObject(4, ids(batch));
                prepared.addBatch();
            }
            int[] counts = prepared.executeBatch();
            return IntStream.range(0, counts.length)
                    .map(i -> Dialect.rows(counts[i], batches.get(i).events().size()))
                    .boxed()
                    .toList();
        });
    }

    /** In rising order, as the index has them. */
    private static long[] ids(Acknowledged batch) {
        return batch.events().stream().mapToLong(StoredEvent::id).sorted().toArray();
    }
}

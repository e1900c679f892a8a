package dev.inlay.provider.jooq.internal.event;

import static dev.inlay.provider.jooq.internal.schema.tables.InlayChore.INLAY_CHORE;

import dev.inlay.provider.jooq.internal.database.Storable;
import dev.inlay.provider.jooq.internal.database.Tx;
import dev.inlay.provider.jooq.internal.schema.tables.records.InlayChoreRecord;
import java.time.Duration;
import java.time.temporal.ChronoUnit;

/** What one node does for all, in turns that the database's clock counts. */
final class Chores {

    private Chores() {}

    static boolean take(Tx tx, String chore, Duration every) {
        if (advance(tx, chore, every)) {
            return true;
        }
        InlayChoreRecord first = new InlayChoreRecord(Storable.checked("chore", chore, 60), 0L);
        tx.dialect().insertUnlessThere(tx.sql(), first, INLAY_CHORE.DUE_US);
        return advance(tx, chore, every);
    }

    private static boolean advance(Tx tx, String chore, Duration every) {
        return tx.sql()
                        .update(INLAY_CHORE)
                        .set(
                                INLAY_CHORE.DUE_US,
                                tx.dialect().clock().plus(every.dividedBy(ChronoUnit.MICROS.getDuration())))
                        .where(INLAY_CHORE.CHORE.eq(chore))
                        .and(INLAY_CHORE.DUE_US.le(tx.dialect().clock()))
                        .execute()
                == 1;
    }
}

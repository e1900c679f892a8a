package dev.inlay.provider.jooq.internal.event;

import static dev.inlay.provider.jooq.internal.schema.tables.InlayHold.INLAY_HOLD;

import dev.inlay.api.event.Hold;
import dev.inlay.api.tenant.TenantId;
import dev.inlay.provider.jooq.internal.database.Micros;
import dev.inlay.provider.jooq.internal.database.Storable;
import dev.inlay.provider.jooq.internal.database.Tx;
import dev.inlay.provider.jooq.internal.schema.tables.records.InlayHoldRecord;
import java.util.List;
import java.util.Optional;

/** Standing orders not to send. In the table, the empty tenant is every tenant, the empty actor the receiver. */
final class Holds {

    private final Tx tx;

    Holds(Tx tx) {
        this.tx = tx;
    }

    boolean add(Hold hold) {
        InlayHoldRecord row = new InlayHoldRecord(
                tenant(hold.tenant()),
                Storable.checked("target", hold.target(), 60),
                Storable.mended(hold.reason(), 500),
                Storable.mended(hold.actor().orElse(""), 200),
                Micros.of(hold.since()));
        return tx.dialect().insertUnlessThere(tx.sql(), row, INLAY_HOLD.HELD_US).isEmpty();
    }

    boolean remove(Optional<TenantId> tenant, String target) {
        return tx.sql()
                        .deleteFrom(INLAY_HOLD)
                        .where(INLAY_HOLD.TARGET.eq(target))
                        .and(INLAY_HOLD.TENANT.eq(tenant(tenant)))
                        .execute()
                > 0;
    }

    List<Hold> all() {
        return tx.sql()
                .selectFrom(INLAY_HOLD)
                .orderBy(INLAY_HOLD.TARGET, INLAY_HOLD.TENANT)
                .fetch(row -> new Hold(
                        Optional.of(row.getTenant()).filter(id -> !id.isEmpty()).map(TenantId::of),
                        row.getTarget(),
                        row.getReason(),
                        Optional.of(row.getActor()).filter(actor -> !actor.isEmpty()),
                        Micros.toInstant(row.getHeldUs())));
    }

    private static String tenant(Optional<TenantId> tenant) {
        return tenant.map(TenantId::value).orElse("");
    }
}

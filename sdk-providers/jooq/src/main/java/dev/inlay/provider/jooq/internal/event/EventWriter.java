package dev.inlay.provider.jooq.internal.event;

import static dev.inlay.provider.jooq.internal.schema.tables.InlayDedupe.INLAY_DEDUPE;
import static dev.inlay.provider.jooq.internal.schema.tables.InlayEvent.INLAY_EVENT;
import static dev.inlay.provider.jooq.internal.schema.tables.InlayStream.INLAY_STREAM;

import dev.inlay.api.error.InvalidValueException;
import dev.inlay.api.event.Published;
import dev.inlay.provider.jooq.internal.database.Micros;
import dev.inlay.provider.jooq.internal.database.Storable;
import dev.inlay.provider.jooq.internal.database.Tx;
import dev.inlay.provider.jooq.internal.schema.tables.records.InlayDedupeRecord;
import dev.inlay.provider.jooq.internal.schema.tables.records.InlayStreamRecord;
import dev.inlay.spi.store.OutboxEntry;
import java.util.Map;
import java.util.Optional;
import org.jooq.Field;
import org.jooq.impl.DSL;

/** Writes an event in the host's transaction. */
final class EventWriter {

    static final Field<Long> NEXT_ID =
            DSL.sequence(DSL.name("inlay_event_id"), Long.class).nextval();

    private final Tx tx;
    private final Shards shards;

    EventWriter(Tx tx, Shards shards) {
        this.tx = tx;
        this.shards = shards;
    }

    static void validate(OutboxEntry entry) {
        entry.targets().forEach(target -> Storable.checked("event.target", target, 60));
        entry.key().ifPresent(key -> Storable.checked("event.key", key, 200));
        entry.requestId().ifPresent(id -> Storable.checked("event.requestId", id, 200));
        Storable.checked("event.id", entry.eventId(), 100);
        Storable.checked("event.type", entry.type(), 100);
        Storable.checked("event.fingerprint", entry.fingerprint(), 64);
        Storable.checked("event.payload.contentType", entry.payload().contentType(), 200);
    }

    Published append(OutboxEntry entry) {
        Optional<String> first = entry.requestId().flatMap(id -> firstEventOf(id, entry));
        if (first.isPresent()) {
            return new Published(first.get(), true);
        }
        entry.targets().stream().sorted().forEach(target -> insert(target, entry));
        return new Published(entry.eventId(), false);
    }

    private Optional<String> firstEventOf(String requestId, OutboxEntry entry) {
        InlayDedupeRecord row = new InlayDedupeRecord(
                entry.tenant().value(), requestId, entry.fingerprint(), entry.eventId(), Micros.of(entry.at()));
        Optional<InlayDedupeRecord> there = tx.dialect().insertUnlessThere(tx.sql(), row, INLAY_DEDUPE.EVENT_ID);
        there.filter(first -> !first.getFingerprint().equals(entry.fingerprint()))
                .ifPresent(first -> {
                    throw new InvalidValueException(
                            "event.requestId", "'" + requestId + "' was used for an event with other content");
                });
        return there.map(InlayDedupeRecord::getEventId);
    }

    private void insert(String target, OutboxEntry entry) {
        Optional<InlayStreamRecord> stream = entry.key().map(key -> lock(target, key, entry));
        tx.sql()
                .insertInto(INLAY_EVENT)
                .set(INLAY_EVENT.SHARD, shards.of(entry.tenant(), target, entry.key(), entry.eventId()))
                .set(INLAY_EVENT.TENANT, entry.tenant().value())
                .set(INLAY_EVENT.TARGET, target)
                .set(INLAY_EVENT.ID, NEXT_ID)
                .set(INLAY_EVENT.STREAM_KEY, Streams.column(entry.key()))
                .set(
                        INLAY_EVENT.GENERATION,
                        stream.map(InlayStreamRecord::getGeneration).orElse(0L))
                .set(INLAY_EVENT.SEQ, stream.map(InlayStreamRecord::getLastSeq).orElse(0L))
                .set(INLAY_EVENT.EVENT_ID, entry.eventId())
                .set(INLAY_EVENT.EVENT_TYPE, entry.type())
                .set(INLAY_EVENT.EVENT_VERSION, entry.version())
                .set(INLAY_EVENT.CONTENT_TYPE, entry.payload().contentType())
                .set(INLAY_EVENT.PAYLOAD, entry.payload().bytes())
                .set(INLAY_EVENT.PUBLISHED_US, Micros.of(entry.at()))
                .execute();
    }

    /** Takes the stream's next number. The row stays locked until the host commits, so numbers follow commits. */
    private InlayStreamRecord lock(String target, String key, OutboxEntry entry) {
        InlayStreamRecord first = new InlayStreamRecord(entry.tenant().value(), target, key, 1L, 1L);
        return tx.dialect()
                .insertOrChange(tx.sql(), first, Map.of(INLAY_STREAM.LAST_SEQ, INLAY_STREAM.LAST_SEQ.plus(1)));
    }
}

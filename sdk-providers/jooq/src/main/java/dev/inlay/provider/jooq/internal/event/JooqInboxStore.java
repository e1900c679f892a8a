package dev.inlay.provider.jooq.internal.event;

import static dev.inlay.provider.jooq.internal.schema.tables.InlayInbox.INLAY_INBOX;
import static dev.inlay.provider.jooq.internal.schema.tables.InlayInboxStream.INLAY_INBOX_STREAM;

import dev.inlay.api.event.Response;
import dev.inlay.api.tenant.TenantId;
import dev.inlay.provider.jooq.internal.database.Database;
import dev.inlay.provider.jooq.internal.database.Micros;
import dev.inlay.provider.jooq.internal.database.Storable;
import dev.inlay.provider.jooq.internal.schema.tables.records.InlayInboxRecord;
import dev.inlay.provider.jooq.internal.schema.tables.records.InlayInboxStreamRecord;
import dev.inlay.spi.store.InboxEntry;
import dev.inlay.spi.store.InboxKey;
import dev.inlay.spi.store.InboxStore;
import dev.inlay.spi.store.InboxStream;
import dev.inlay.spi.store.InboxStream.Position;
import java.sql.Connection;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import org.jooq.Condition;

/** The inbox in the host's database, read and written in the caller's transaction. */
public final class JooqInboxStore implements InboxStore {

    private final Database database;

    /**
     * Opens nothing.
     *
     * @param database the host's
     */
    public JooqInboxStore(Database database) {
        this.database = database;
    }

    /** The claim tells this row from one that another transaction wrote with the same content. */
    @Override
    public Optional<InboxEntry> claim(Connection tx, InboxEntry entry) {
        InboxKey key = validated(entry.key());
        InlayInboxRecord row = new InlayInboxRecord(
                key.tenant().value(),
                key.consumer(),
                key.source(),
                key.eventId(),
                Storable.checked("event.fingerprint", entry.fingerprint(), 64),
                ThreadLocalRandom.current().nextLong(),
                null,
                null,
                Micros.of(entry.at()));
        return database.join(
                tx,
                "receiving " + named(key),
                joined -> joined.dialect()
                        .insertUnlessThere(joined.sql(), row, INLAY_INBOX.CLAIM)
                        .map(JooqInboxStore::entry));
    }

    @Override
    public void answer(Connection tx, InboxKey key, Response response) {
        database.join(
                tx,
                "keeping the response to " + named(key),
                joined -> joined.sql()
                        .update(INLAY_INBOX)
                        .set(INLAY_INBOX.RESPONSE_TYPE, response.contentType())
                        .set(INLAY_INBOX.RESPONSE, response.bytes())
                        .where(is(key))
                        .execute());
    }

    @Override
    public void forget(Connection tx, InboxKey key) {
        database.join(
                tx,
                "taking back " + named(key),
                joined -> joined.sql().deleteFrom(INLAY_INBOX).where(is(key)).execute());
    }

    @Override
    public Position lock(Connection tx, InboxStream stream) {
        validated(new InboxKey(stream.tenant(), stream.consumer(), stream.source(), stream.key()));
        InlayInboxStreamRecord first = new InlayInboxStreamRecord(
                stream.tenant().value(), stream.consumer(), stream.source(), stream.key(), 0L, 0L);
        InlayInboxStreamRecord now = database.join(
                tx,
                "locking the stream " + stream.key() + " of tenant " + stream.tenant(),
                joined -> joined.dialect()
                        .insertOrChange(joined.sql(), first, Map.of(INLAY_INBOX_STREAM.SEQ, INLAY_INBOX_STREAM.SEQ)));
        return new Position(now.getGeneration(), now.getSeq());
    }

    @Override
    public void advance(Connection tx, InboxStream stream, Position position) {
        database.join(
                tx,
                "advancing the stream " + stream.key() + " of tenant " + stream.tenant(),
                joined -> joined.sql()
                        .update(INLAY_INBOX_STREAM)
                        .set(INLAY_INBOX_STREAM.GENERATION, position.generation())
                        .set(INLAY_INBOX_STREAM.SEQ, position.seq())
                        .where(INLAY_INBOX_STREAM.TENANT.eq(stream.tenant().value()))
                        .and(INLAY_INBOX_STREAM.CONSUMER.eq(stream.consumer()))
                        .and(INLAY_INBOX_STREAM.SOURCE.eq(stream.source()))
                        .and(INLAY_INBOX_STREAM.STREAM_KEY.eq(stream.key()))
                        .execute());
    }

    @Override
    public int purge(Instant before, int limit) {
        return database.call(
                "purging the inbox", tx -> Purge.oldest(tx.sql(), INLAY_INBOX, INLAY_INBOX.RECEIVED_US, before, limit));
    }

    private static InboxKey validated(InboxKey key) {
        Storable.checked("consumer", key.consumer(), 100);
        Storable.checked("event.source", key.source(), 200);
        Storable.checked("event.id", key.eventId(), 200);
        return key;
    }

    private static Condition is(InboxKey key) {
        return INLAY_INBOX
                .TENANT
                .eq(key.tenant().value())
                .and(INLAY_INBOX.CONSUMER.eq(key.consumer()))
                .and(INLAY_INBOX.SOURCE.eq(key.source()))
                .and(INLAY_INBOX.EVENT_ID.eq(key.eventId()));
    }

    private static InboxEntry entry(InlayInboxRecord row) {
        return new InboxEntry(
                new InboxKey(TenantId.of(row.getTenant()), row.getConsumer(), row.getSource(), row.getEventId()),
                row.getFingerprint(),
                response(row),
                Micros.toInstant(row.getReceivedUs()));
    }

    private static Response response(InlayInboxRecord row) {
        String type = row.getResponseType();
        return type == null || type.isEmpty() ? Response.none() : Response.of(type, row.getResponse());
    }

    private static String named(InboxKey key) {
        return "event " + key.eventId() + " of tenant " + key.tenant();
    }
}

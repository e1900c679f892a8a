package dev.inlay.provider.jooq.internal.event;

import static dev.inlay.provider.jooq.internal.schema.tables.InlayDelayed.INLAY_DELAYED;
import static dev.inlay.provider.jooq.internal.schema.tables.InlayEvent.INLAY_EVENT;
import static dev.inlay.provider.jooq.internal.schema.tables.InlayStream.INLAY_STREAM;

import dev.inlay.provider.jooq.internal.database.Dialect.Counting;
import dev.inlay.provider.jooq.internal.database.Micros;
import dev.inlay.provider.jooq.internal.database.Statements;
import dev.inlay.spi.store.OutboxEntry;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jooq.CommonTableExpression;
import org.jooq.Field;
import org.jooq.Record2;
import org.jooq.impl.DSL;

/** The texts by which events are written, and how their values are bound. An id is taken once the stream is locked. */
final class EventStatements {

    static final Field<Long> NEXT_ID =
            DSL.sequence(DSL.name("inlay_event_id"), Long.class).nextval();

    /** What is bound of every event, in this order. */
    private static final List<Field<?>> GIVEN = List.of(
            INLAY_EVENT.SHARD,
            INLAY_EVENT.TENANT,
            INLAY_EVENT.TARGET,
            INLAY_EVENT.STREAM_KEY,
            INLAY_EVENT.EVENT_ID,
            INLAY_EVENT.EVENT_TYPE,
            INLAY_EVENT.EVENT_VERSION,
            INLAY_EVENT.CONTENT_TYPE,
            INLAY_EVENT.PAYLOAD,
            INLAY_EVENT.PUBLISHED_US);

    /** An event whose number is known: the ten, then generation and number. */
    final String event;

    /** An event that falls due later: the ten, then when. */
    final String delayed;

    /** Takes the number and writes the event: tenant, target and key of the stream, then the ten; or empty. */
    final String atOnce;

    final StreamNumbers numbers;

    EventStatements(Statements statements) {
        this.event = statements.text(insertEvent());
        this.delayed = statements.text(insertDelayed());
        this.atOnce =
                statements.dialect().counting() == Counting.WITHIN_A_STATEMENT ? statements.text(countAndInsert()) : "";
        this.numbers = StreamNumbers.of(statements);
    }

    private static org.jooq.Insert<?> insertEvent() {
        List<Field<?>> values = new ArrayList<>(values());
        values.addAll(List.of(NEXT_ID, DSL.val(0L), DSL.val(0L)));
        return DSL.insertInto(INLAY_EVENT, columns(INLAY_EVENT.ID, INLAY_EVENT.GENERATION, INLAY_EVENT.SEQ))
                .values(values);
    }

    private static org.jooq.Insert<?> insertDelayed() {
        List<Field<?>> values = new ArrayList<>(values());
        values.addAll(List.of(NEXT_ID, DSL.val(0L)));
        return DSL.insertInto(
                        INLAY_DELAYED,
                        List.of(INLAY_DELAYED.fields(
                                columns(INLAY_DELAYED.ID, INLAY_DELAYED.DUE_US).toArray(new Field<?>[0]))))
                .values(values);
    }

    private static org.jooq.Insert<?> countAndInsert() {
        CommonTableExpression<Record2<Long, Long>> next = DSL.name("next")
                .as(DSL.insertInto(
                                INLAY_STREAM,
                                INLAY_STREAM.TENANT,
                                INLAY_STREAM.TARGET,
                                INLAY_STREAM.STREAM_KEY,
                                INLAY_STREAM.GENERATION,
                                INLAY_STREAM.LAST_SEQ)
                        .values(DSL.val(""), DSL.val(""), DSL.val(""), DSL.inline(StreamNumbers.FIRST), DSL.inline(1L))
                        .onConflict(INLAY_STREAM.TENANT, INLAY_STREAM.TARGET, INLAY_STREAM.STREAM_KEY)
                        .doUpdate()
                        .set(INLAY_STREAM.LAST_SEQ, INLAY_STREAM.LAST_SEQ.plus(DSL.inline(1L)))
                        .returningResult(INLAY_STREAM.GENERATION, INLAY_STREAM.LAST_SEQ));
        List<Field<?>> values = new ArrayList<>(values());
        values.add(NEXT_ID);
        values.add(DSL.field(DSL.name("next", "generation")));
        values.add(DSL.field(DSL.name("next", "last_seq")));
        return DSL.with(next)
                .insertInto(INLAY_EVENT, columns(INLAY_EVENT.ID, INLAY_EVENT.GENERATION, INLAY_EVENT.SEQ))
                .select(DSL.select(values).from(next));
    }

    /** The ten columns and others. */
    static List<Field<?>> columns(Field<?>... others) {
        List<Field<?>> columns = new ArrayList<>(GIVEN);
        columns.addAll(List.of(others));
        return columns;
    }

    private static List<Field<?>> values() {
        List<Field<?>> values = new ArrayList<>();
        GIVEN.forEach(field -> values.add(DSL.val(null, field)));
        return values;
    }

    /** Binds the ten; answers the next place. */
    static int bind(PreparedStatement statement, int from, OutboxEntry entry, String target, int shard)
            throws SQLException {
        int at = from;
        statement.setInt(at++, shard);
        statement.setString(at++, entry.tenant().value());
        statement.setString(at++, target);
        statement.setString(at++, Streams.column(entry.key()));
        statement.setString(at++, entry.eventId());
        statement.setString(at++, entry.type());
        statement.setInt(at++, entry.version());
        statement.setString(at++, entry.payload().contentType());
        statement.setBytes(at++, entry.payload().bytes());
        statement.setLong(at++, Micros.of(entry.at()));
        return at;
    }
}

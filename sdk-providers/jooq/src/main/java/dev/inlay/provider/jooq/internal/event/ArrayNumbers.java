package dev.inlay.provider.jooq.internal.event;

import static dev.inlay.provider.jooq.internal.schema.tables.InlayStream.INLAY_STREAM;

import dev.inlay.provider.jooq.internal.database.Statements;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.function.Function;
import org.jooq.Field;
import org.jooq.Table;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;

/** All streams in one upsert, which takes its rows, and so its locks, in the order of the arrays. */
final class ArrayNumbers implements StreamNumbers {

    private static final String TEXT = "varchar";

    private final String upsert;

    ArrayNumbers(Statements statements) {
        Table<?> wanted = DSL.table(
                "unnest(?, ?, ?, ?) as wanted (tenant, target, stream_key, amount)", none(), none(), none(), none());
        Field<Long> amount = DSL.field("wanted.amount", Long.class);
        upsert = statements.text(DSL.insertInto(
                        INLAY_STREAM,
                        INLAY_STREAM.TENANT,
                        INLAY_STREAM.TARGET,
                        INLAY_STREAM.STREAM_KEY,
                        INLAY_STREAM.GENERATION,
                        INLAY_STREAM.LAST_SEQ)
                .select(DSL.select(
                                DSL.field("wanted.tenant", String.class),
                                DSL.field("wanted.target", String.class),
                                DSL.field("wanted.stream_key", String.class),
                                DSL.inline(FIRST),
                                amount)
                        .from(wanted))
                .onConflict(INLAY_STREAM.TENANT, INLAY_STREAM.TARGET, INLAY_STREAM.STREAM_KEY)
                .doUpdate()
                .set(INLAY_STREAM.LAST_SEQ, INLAY_STREAM.LAST_SEQ.plus(DSL.excluded(INLAY_STREAM.LAST_SEQ)))
                .returningResult(
                        INLAY_STREAM.GENERATION,
                        INLAY_STREAM.LAST_SEQ,
                        INLAY_STREAM.TENANT,
                        INLAY_STREAM.TARGET,
                        INLAY_STREAM.STREAM_KEY));
    }

    private static Field<Object> none() {
        return DSL.val(null, SQLDataType.OTHER);
    }

    @Override
    public Map<Stream, Given> take(Connection tx, SortedMap<Stream, Integer> wanted) throws SQLException {
        Map<Stream, Given> given = new HashMap<>();
        try (PreparedStatement statement = tx.prepareStatement(upsert)) {
            statement.setArray(1, tx.createArrayOf(TEXT, column(wanted, Stream::tenant)));
            statement.setArray(2, tx.createArrayOf(TEXT, column(wanted, Stream::target)));
            statement.setArray(3, tx.createArrayOf(TEXT, column(wanted, Stream::key)));
            statement.setArray(
                    4,
                    tx.createArrayOf(
                            "bigint",
                            wanted.values().stream().map(Integer::longValue).toArray()));
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    Stream stream = new Stream(rows.getString(3), rows.getString(4), rows.getString(5));
                    given.put(stream, Given.of(rows));
                }
            }
        }
        return given;
    }

    private static Object[] column(SortedMap<Stream, Integer> wanted, Function<Stream, String> part) {
        return wanted.keySet().stream().map(part).toArray();
    }
}

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
import org.jooq.impl.DSL;

/** One upsert per stream, which locks the row at once: to insert and to lock what is there would deadlock. */
final class UpsertNumbers implements StreamNumbers {

    private final String upsert;

    UpsertNumbers(Statements statements) {
        upsert = statements.text(DSL.insertInto(
                        INLAY_STREAM,
                        INLAY_STREAM.TENANT,
                        INLAY_STREAM.TARGET,
                        INLAY_STREAM.STREAM_KEY,
                        INLAY_STREAM.GENERATION,
                        INLAY_STREAM.LAST_SEQ)
                .values(DSL.val(""), DSL.val(""), DSL.val(""), DSL.inline(FIRST), DSL.val(0L))
                .onDuplicateKeyUpdate()
                .set(INLAY_STREAM.LAST_SEQ, INLAY_STREAM.LAST_SEQ.plus(DSL.val(0L)))
                .returningResult(INLAY_STREAM.GENERATION, INLAY_STREAM.LAST_SEQ));
    }

    @Override
    public Map<Stream, Given> take(Connection tx, SortedMap<Stream, Integer> wanted) throws SQLException {
        Map<Stream, Given> given = new HashMap<>();
        try (PreparedStatement statement = tx.prepareStatement(upsert)) {
            for (Map.Entry<Stream, Integer> each : wanted.entrySet()) {
                statement.setString(1, each.getKey().tenant());
                statement.setString(2, each.getKey().target());
                statement.setString(3, each.getKey().key());
                statement.setLong(4, each.getValue());
                statement.setLong(5, each.getValue());
                try (ResultSet rows = statement.executeQuery()) {
                    rows.next();
                    given.put(each.getKey(), Given.of(rows));
                }
            }
        }
        return given;
    }
}

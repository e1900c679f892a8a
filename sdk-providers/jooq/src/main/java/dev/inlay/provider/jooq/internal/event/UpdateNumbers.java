package dev.inlay.provider.jooq.internal.event;

import static dev.inlay.provider.jooq.internal.schema.tables.InlayStream.INLAY_STREAM;

import dev.inlay.api.error.TransactionLostException;
import dev.inlay.provider.jooq.internal.database.SqlFailures;
import dev.inlay.provider.jooq.internal.database.Statements;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import org.jooq.impl.DSL;

/** One update per stream; where there is no row yet, an insert that may find that another transaction was faster. */
final class UpdateNumbers implements StreamNumbers {

    private final String update;
    private final String insert;

    UpdateNumbers(Statements statements) {
        update = statements.text(DSL.update(INLAY_STREAM)
                .set(INLAY_STREAM.LAST_SEQ, INLAY_STREAM.LAST_SEQ.plus(DSL.val(0L)))
                .where(Stream.same())
                .returningResult(INLAY_STREAM.GENERATION, INLAY_STREAM.LAST_SEQ));
        insert = statements.text(DSL.insertInto(
                        INLAY_STREAM,
                        INLAY_STREAM.TENANT,
                        INLAY_STREAM.TARGET,
                        INLAY_STREAM.STREAM_KEY,
                        INLAY_STREAM.GENERATION,
                        INLAY_STREAM.LAST_SEQ)
                .values(DSL.val(""), DSL.val(""), DSL.val(""), DSL.inline(FIRST), DSL.val(0L)));
    }

    @Override
    public Map<Stream, Given> take(Connection tx, SortedMap<Stream, Integer> wanted) throws SQLException {
        Map<Stream, Given> given = new HashMap<>();
        for (Map.Entry<Stream, Integer> each : wanted.entrySet()) {
            given.put(each.getKey(), take(tx, each.getKey(), each.getValue()));
        }
        return given;
    }

    private Given take(Connection tx, Stream stream, long count) throws SQLException {
        Optional<Given> there = update(tx, stream, count);
        if (there.isPresent()) {
            return there.get();
        }
        if (insert(tx, stream, count)) {
            return new Given(FIRST, count);
        }
        return update(tx, stream, count)
                .orElseThrow(() -> new TransactionLostException(
                        "a row of inlay_stream was written after this transaction began", null));
    }

    private Optional<Given> update(Connection tx, Stream stream, long count) throws SQLException {
        try (PreparedStatement statement = tx.prepareStatement(update)) {
            statement.setLong(1, count);
            statement.setString(2, stream.tenant());
            statement.setString(3, stream.target());
            statement.setString(4, stream.key());
            try (ResultSet rows = statement.executeQuery()) {
                return rows.next() ? Optional.of(Given.of(rows)) : Optional.empty();
            }
        }
    }

    private boolean insert(Connection tx, Stream stream, long count) throws SQLException {
        Savepoint before = tx.setSavepoint();
        try (PreparedStatement statement = tx.prepareStatement(insert)) {
            statement.setString(1, stream.tenant());
            statement.setString(2, stream.target());
            statement.setString(3, stream.key());
            statement.setLong(4, count);
            statement.executeUpdate();
            tx.releaseSavepoint(before);
            return true;
        } catch (SQLException e) {
            if (!SqlFailures.isDuplicateKey(e)) {
                throw e;
            }
            tx.rollback(before);
            return false;
        }
    }
}

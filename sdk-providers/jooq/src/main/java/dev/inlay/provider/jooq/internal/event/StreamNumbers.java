package dev.inlay.provider.jooq.internal.event;

import static dev.inlay.provider.jooq.internal.schema.tables.InlayStream.INLAY_STREAM;

import dev.inlay.provider.jooq.internal.database.Statements;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.Map;
import java.util.SortedMap;
import org.jooq.Condition;
import org.jooq.impl.DSL;

/** Takes numbers from streams. A stream that gave some, or none, stays locked until the transaction ends. */
interface StreamNumbers {

    /** The first generation of a stream. */
    long FIRST = 1;

    /**
     * A stream among all tenants'.
     *
     * @param tenant whose
     * @param target where to
     * @param key its key
     */
    record Stream(String tenant, String target, String key) implements Comparable<Stream> {

        private static final Comparator<Stream> ORDER = Comparator.comparing(Stream::tenant)
                .thenComparing(Stream::target)
                .thenComparing(Stream::key);

        @Override
        public int compareTo(Stream other) {
            return ORDER.compare(this, other);
        }

        static Condition same() {
            return INLAY_STREAM
                    .TENANT
                    .eq(DSL.val(""))
                    .and(INLAY_STREAM.TARGET.eq(DSL.val("")))
                    .and(INLAY_STREAM.STREAM_KEY.eq(DSL.val("")));
        }
    }

    /**
     * What a stream gave.
     *
     * @param generation the stream's
     * @param last the highest number
     */
    record Given(long generation, long last) {

        static Given of(ResultSet row) throws SQLException {
            return new Given(row.getLong(1), row.getLong(2));
        }
    }

    /** As the database can do it best. */
    static StreamNumbers of(Statements statements) {
        return switch (statements.dialect().counting()) {
            case WITHIN_A_STATEMENT -> new ArrayNumbers(statements);
            case BY_UPSERT -> new UpsertNumbers(statements);
            case BY_UPDATE -> new UpdateNumbers(statements);
        };
    }

    /**
     * Takes numbers.
     *
     * @param tx locks the streams in their order
     * @param wanted how many of each; none only locks
     * @return what each gave
     */
    Map<Stream, Given> take(Connection tx, SortedMap<Stream, Integer> wanted) throws SQLException;
}

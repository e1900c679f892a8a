package dev.inlay.provider.jooq.internal.event;

import dev.inlay.api.event.Published;
import dev.inlay.provider.jooq.internal.database.Micros;
import dev.inlay.provider.jooq.internal.database.Statements;
import dev.inlay.provider.jooq.internal.database.Storable;
import dev.inlay.provider.jooq.internal.event.StreamNumbers.Given;
import dev.inlay.provider.jooq.internal.event.StreamNumbers.Stream;
import dev.inlay.spi.store.OutboxEntry;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Writes events in the host's transaction. */
final class EventWriter {

    /** How many rows are sent to the database at once. */
    private static final int PAGE = 500;

    private final Connection tx;
    private final Statements statements;
    private final EventStatements texts;
    private final Shards shards;

    EventWriter(Connection tx, Statements statements) {
        this.tx = tx;
        this.statements = statements;
        this.texts = statements.kept(EventStatements.class, EventStatements::new);
        this.shards = new Shards(statements.shards());
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

    /** Writes an event; its request id goes first. */
    Published append(OutboxEntry entry) throws SQLException {
        if (entry.requestId().isEmpty() && entry.targets().size() == 1) {
            write(List.of(row(entry, entry.targets().get(0))));
            return new Published(entry.eventId(), false);
        }
        return append(List.of(entry)).get(0);
    }

    /** Writes events, all or none; the request ids go first. */
    List<Published> append(List<OutboxEntry> entries) throws SQLException {
        return entries.stream().allMatch(entry -> entry.requestId().isEmpty())
                ? write(entries, Map.of())
                : claimAndWrite(entries);
    }

    /**
     * A host may commit what was done before a refusal, and on some databases before a statement that failed. No
     * request id may be claimed then for an event that was not written.
     */
    private List<Published> claimAndWrite(List<OutboxEntry> entries) throws SQLException {
        Savepoint before = tx.setSavepoint();
        try {
            List<Published> answers = write(entries, new RequestIds(statements.tx(tx)).claim(entries));
            tx.releaseSavepoint(before);
            return answers;
        } catch (SQLException | RuntimeException e) {
            rollBack(before, e);
            throw e;
        }
    }

    private void rollBack(Savepoint before, Exception failure) {
        try {
            tx.rollback(before);
        } catch (SQLException e) {
            // the whole transaction is gone, or the connection
            failure.addSuppressed(e);
        }
    }

    private List<Published> write(List<OutboxEntry> entries, Map<Integer, String> repeated) throws SQLException {
        List<Published> answers = new ArrayList<>(entries.size());
        List<Row> rows = new ArrayList<>(entries.size());
        for (int i = 0; i < entries.size(); i++) {
            OutboxEntry entry = entries.get(i);
            String first = repeated.get(i);
            if (first == null) {
                entry.targets().stream().sorted().forEach(target -> rows.add(row(entry, target)));
            }
            answers.add(first == null ? new Published(entry.eventId(), false) : new Published(first, true));
        }
        write(rows);
        return answers;
    }

    private Row row(OutboxEntry entry, String target) {
        return new Row(entry, target, shards.of(entry.tenant(), target, entry.key(), entry.eventId()));
    }

    private void write(List<Row> rows) throws SQLException {
        if (rows.size() == 1 && rows.get(0).isNumbered() && !texts.atOnce.isEmpty()) {
            writeAtOnce(rows.get(0));
            return;
        }
        Numbering numbering = number(rows);
        List<Row> due = rows.stream().filter(row -> row.entry.due().isEmpty()).toList();
        List<Row> delayed =
                rows.stream().filter(row -> row.entry.due().isPresent()).toList();
        send(texts.event, due, (statement, row) -> {
            int at = EventStatements.bind(statement, 1, row.entry, row.target, row.shard);
            numbering.bindNext(statement, at, row);
        });
        send(texts.delayed, delayed, (statement, row) -> {
            int at = EventStatements.bind(statement, 1, row.entry, row.target, row.shard);
            statement.setLong(at, Micros.of(row.entry.due().orElseThrow()));
        });
    }

    private void writeAtOnce(Row row) throws SQLException {
        try (PreparedStatement statement = tx.prepareStatement(texts.atOnce)) {
            statement.setString(1, row.entry.tenant().value());
            statement.setString(2, row.target);
            statement.setString(3, Streams.column(row.entry.key()));
            EventStatements.bind(statement, 4, row.entry, row.target, row.shard);
            statement.executeUpdate();
        }
    }

    /** Takes the numbers of all streams; those rows stay locked until the host commits, so numbers follow commits. */
    private Numbering number(List<Row> rows) throws SQLException {
        SortedMap<Stream, Integer> wanted = new TreeMap<>();
        for (Row row : rows) {
            row.entry.key().ifPresent(key -> wanted.merge(row.stream(), row.isNumbered() ? 1 : 0, Integer::sum));
        }
        return wanted.isEmpty()
                ? new Numbering(Map.of(), Map.of())
                : new Numbering(wanted, texts.numbers.take(tx, wanted));
    }

    private void send(String text, List<Row> rows, Binding binding) throws SQLException {
        if (rows.isEmpty()) {
            return;
        }
        try (PreparedStatement statement = tx.prepareStatement(text)) {
            if (rows.size() == 1) {
                binding.bind(statement, rows.get(0));
                statement.executeUpdate();
                return;
            }
            for (int from = 0; from < rows.size(); from += PAGE) {
                for (Row row : rows.subList(from, Math.min(rows.size(), from + PAGE))) {
                    binding.bind(statement, row);
                    statement.addBatch();
                }
                statement.executeBatch();
            }
        }
    }

    @FunctionalInterface
    private interface Binding {
        void bind(PreparedStatement statement, Row row) throws SQLException;
    }

    /** An event for one of its targets. */
    private record Row(OutboxEntry entry, String target, int shard) {

        boolean isNumbered() {
            return entry.key().isPresent() && entry.due().isEmpty();
        }

        Stream stream() {
            return new Stream(entry.tenant().value(), target, entry.key().orElseThrow());
        }
    }

    /** Hands out the numbers that streams gave, from the lowest. */
    private static final class Numbering {

        private final Map<Stream, Given> given;
        private final Map<Stream, Long> next = new HashMap<>();

        Numbering(Map<Stream, Integer> wanted, Map<Stream, Given> given) {
            this.given = given;
            wanted.forEach((stream, count) -> next.put(
                    stream, java.util.Objects.requireNonNull(given.get(stream)).last() - count + 1));
        }

        void bindNext(PreparedStatement statement, int at, Row row) throws SQLException {
            Given stream = row.isNumbered() ? given.get(row.stream()) : null;
            statement.setLong(at, stream == null ? 0 : stream.generation());
            statement.setLong(at + 1, stream == null ? 0 : next.merge(row.stream(), 1L, Long::sum) - 1);
        }
    }
}

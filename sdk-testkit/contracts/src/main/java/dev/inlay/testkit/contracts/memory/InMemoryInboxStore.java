package dev.inlay.testkit.contracts.memory;

import dev.inlay.api.event.Response;
import dev.inlay.spi.store.InboxEntry;
import dev.inlay.spi.store.InboxKey;
import dev.inlay.spi.store.InboxStore;
import dev.inlay.spi.store.InboxStream;
import dev.inlay.spi.store.InboxStream.Position;
import java.sql.Connection;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * An inbox in an {@link InMemoryDatabase}. What a transaction writes down shows at its commit; until then another one
 * that writes the same down waits. Thread-safe.
 *
 * @since 0.1
 */
public final class InMemoryInboxStore implements InboxStore {

    private final InMemoryDatabase database;
    private final Map<InboxKey, InboxEntry> entries = new HashMap<>();
    private final Map<InboxStream, Position> positions = new HashMap<>();
    private final Object ownPositions = new Object();

    /**
     * Creates an empty inbox.
     *
     * @param database whose transactions it takes part in
     */
    public InMemoryInboxStore(InMemoryDatabase database) {
        this.database = Objects.requireNonNull(database, "database");
    }

    @Override
    public Optional<InboxEntry> claim(Connection tx, InboxEntry entry) {
        InMemoryTransaction transaction = InMemoryDatabase.transactionOf(tx);
        transaction.lock(entry.key());
        Map<InboxKey, Optional<InboxEntry>> mine = mine(transaction);
        Optional<InboxEntry> there = mine.containsKey(entry.key())
                ? mine.get(entry.key())
                : database.atomically(() -> Optional.ofNullable(entries.get(entry.key())));
        if (there.isEmpty()) {
            write(transaction, entry.key(), Optional.of(entry));
        }
        return there;
    }

    @Override
    public void answer(Connection tx, InboxKey key, Response response) {
        InMemoryTransaction transaction = InMemoryDatabase.transactionOf(tx);
        Optional<InboxEntry> own = mine(transaction).getOrDefault(key, Optional.empty());
        own.ifPresent(entry ->
                write(transaction, key, Optional.of(new InboxEntry(key, entry.fingerprint(), response, entry.at()))));
    }

    @Override
    public void forget(Connection tx, InboxKey key) {
        InMemoryTransaction transaction = InMemoryDatabase.transactionOf(tx);
        if (mine(transaction).containsKey(key)) {
            write(transaction, key, Optional.empty());
        }
    }

    private Map<InboxKey, Optional<InboxEntry>> mine(InMemoryTransaction transaction) {
        return transaction.local(this, HashMap::new);
    }

    private void write(InMemoryTransaction transaction, InboxKey key, Optional<InboxEntry> entry) {
        mine(transaction).put(key, entry);
        transaction.onCommit(() -> entry.ifPresentOrElse(kept -> entries.put(key, kept), () -> entries.remove(key)));
    }

    @Override
    public Position lock(Connection tx, InboxStream stream) {
        InMemoryTransaction transaction = InMemoryDatabase.transactionOf(tx);
        transaction.lock(stream);
        Map<InboxStream, Position> mine = transaction.local(ownPositions, HashMap::new);
        return database.atomically(() -> mine.getOrDefault(stream, positions.getOrDefault(stream, Position.START)));
    }

    @Override
    public void advance(Connection tx, InboxStream stream, Position position) {
        InMemoryTransaction transaction = InMemoryDatabase.transactionOf(tx);
        Map<InboxStream, Position> mine = transaction.local(ownPositions, HashMap::new);
        mine.put(stream, position);
        transaction.onCommit(() -> positions.put(stream, position));
    }

    @Override
    public int purge(Instant before, int limit) {
        return database.atomically(() -> {
            List<InboxEntry> old = entries.values().stream()
                    .filter(entry -> entry.at().isBefore(before))
                    .sorted(Comparator.comparing(InboxEntry::at))
                    .limit(limit)
                    .toList();
            old.forEach(entry -> entries.remove(entry.key()));
            return old.size();
        });
    }
}

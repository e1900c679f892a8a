package dev.inlay.testkit.contracts;

import dev.inlay.api.event.Published;
import dev.inlay.spi.store.OutboxEntry;
import dev.inlay.spi.store.OutboxStore;
import dev.inlay.spi.store.ShardLease;
import dev.inlay.testkit.contracts.memory.InMemoryDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** Outboxes that are wrong about what is delayed, or written several at a time. */
final class OutboxDelayFlaws {

    private OutboxDelayFlaws() {}

    static OutboxStore delayingNothing(OutboxStore sound) {
        return new ForwardingOutboxStore(sound) {
            @Override
            public Published append(Connection tx, OutboxEntry entry) {
                return sound.append(tx, with(entry, entry.requestId(), Optional.empty()));
            }

            @Override
            public List<Published> appendAll(Connection tx, List<OutboxEntry> entries) {
                return sound.appendAll(
                        tx,
                        entries.stream()
                                .map(entry -> with(entry, entry.requestId(), Optional.empty()))
                                .toList());
            }
        };
    }

    static OutboxStore movingAll(OutboxStore sound) {
        return new ForwardingOutboxStore(sound) {
            @Override
            public OptionalInt moveDue(String node, ShardLease lease, Instant now, int limit) {
                return sound.moveDue(node, lease, now, 1_000);
            }
        };
    }

    static OutboxStore knowingNoNext(OutboxStore sound) {
        return new ForwardingOutboxStore(sound) {
            @Override
            public Map<Integer, Instant> nextDue(Collection<Integer> shards) {
                return Map.of();
            }
        };
    }

    static OutboxStore movingForAnybody(OutboxStore sound) {
        return new ForwardingOutboxStore(sound) {
            @Override
            public OptionalInt moveDue(String node, ShardLease lease, Instant now, int limit) {
                OptionalInt moved = sound.moveDue(node, lease, now, limit);
                return moved.isPresent() ? moved : OptionalInt.of(0);
            }
        };
    }

    static OutboxStore forgettingRequests(OutboxStore sound) {
        return new ForwardingOutboxStore(sound) {
            @Override
            public Published append(Connection tx, OutboxEntry entry) {
                return sound.append(
                        tx, with(entry, entry.due().isPresent() ? Optional.empty() : entry.requestId(), entry.due()));
            }
        };
    }

    static OutboxStore committingTheDelayed(OutboxStore sound, InMemoryDatabase database) {
        return new ForwardingOutboxStore(sound) {
            @Override
            public Published append(Connection tx, OutboxEntry entry) {
                if (entry.due().isEmpty()) {
                    return sound.append(tx, entry);
                }
                try (Connection own = database.dataSource().getConnection()) {
                    own.setAutoCommit(false);
                    Published published = sound.append(own, with(entry, entry.requestId(), entry.due()));
                    own.commit();
                    return published;
                } catch (SQLException e) {
                    throw new IllegalStateException(e);
                }
            }
        };
    }

    static OutboxStore writingBackwards(OutboxStore sound) {
        return new ForwardingOutboxStore(sound) {
            @Override
            public List<Published> appendAll(Connection tx, List<OutboxEntry> entries) {
                List<OutboxEntry> backwards = new ArrayList<>(entries);
                Collections.reverse(backwards);
                return sound.appendAll(tx, backwards);
            }
        };
    }

    static OutboxStore writingOneByOne(OutboxStore sound) {
        return new ForwardingOutboxStore(sound) {
            @Override
            public List<Published> appendAll(Connection tx, List<OutboxEntry> entries) {
                return entries.stream().map(entry -> sound.append(tx, entry)).toList();
            }
        };
    }

    private static OutboxEntry with(OutboxEntry entry, Optional<String> request, Optional<Instant> due) {
        return new OutboxEntry(
                entry.tenant(),
                entry.targets(),
                entry.key(),
                entry.eventId(),
                entry.type(),
                entry.version(),
                entry.payload(),
                entry.at(),
                request,
                entry.fingerprint(),
                due);
    }
}

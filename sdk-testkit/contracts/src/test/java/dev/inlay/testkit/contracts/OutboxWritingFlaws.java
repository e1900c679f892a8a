package dev.inlay.testkit.contracts;

import dev.inlay.api.error.InvalidValueException;
import dev.inlay.api.event.Published;
import dev.inlay.api.tenant.TenantId;
import dev.inlay.spi.event.Payload;
import dev.inlay.spi.store.Lane;
import dev.inlay.spi.store.OutboxEntry;
import dev.inlay.spi.store.OutboxStore;
import dev.inlay.spi.store.StoredEvent;
import dev.inlay.testkit.contracts.memory.InMemoryDatabase;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;

/** Outboxes that write wrongly. */
final class OutboxWritingFlaws {

    private OutboxWritingFlaws() {}

    /** Changes every entry before it is written. */
    static OutboxStore changing(OutboxStore sound, UnaryOperator<OutboxEntry> change) {
        return new ForwardingOutboxStore(sound) {
            @Override
            public Published append(Connection tx, OutboxEntry entry) {
                return sound.append(tx, change.apply(entry));
            }
        };
    }

    static OutboxEntry withTenant(OutboxEntry entry, String tenant) {
        return copy(entry, TenantId.of(tenant), entry.targets(), entry.key(), entry.payload(), entry.requestId());
    }

    static OutboxEntry withKey(OutboxEntry entry, UnaryOperator<String> change) {
        return copy(
                entry, entry.tenant(), entry.targets(), entry.key().map(change), entry.payload(), entry.requestId());
    }

    static OutboxEntry withRequest(OutboxEntry entry, UnaryOperator<String> change) {
        return copy(
                entry,
                entry.tenant(),
                entry.targets(),
                entry.key(),
                entry.payload(),
                entry.requestId().map(change));
    }

    static OutboxEntry withoutRequest(OutboxEntry entry) {
        return copy(entry, entry.tenant(), entry.targets(), entry.key(), entry.payload(), Optional.empty());
    }

    static OutboxEntry toFirstTarget(OutboxEntry entry) {
        return copy(
                entry, entry.tenant(), entry.targets().subList(0, 1), entry.key(), entry.payload(), entry.requestId());
    }

    static OutboxEntry asText(OutboxEntry entry) {
        byte[] text = new String(entry.payload().bytes(), StandardCharsets.UTF_8).getBytes(StandardCharsets.UTF_8);
        Payload payload = Payload.of(entry.payload().contentType(), text);
        return copy(entry, entry.tenant(), entry.targets(), entry.key(), payload, entry.requestId());
    }

    static OutboxEntry ofVersionTwo(OutboxEntry entry) {
        return new OutboxEntry(
                entry.tenant(),
                entry.targets(),
                entry.key(),
                entry.eventId(),
                entry.type(),
                2,
                entry.payload(),
                entry.at(),
                entry.requestId(),
                entry.fingerprint(),
                entry.due());
    }

    static OutboxEntry withoutFingerprint(OutboxEntry entry) {
        return new OutboxEntry(
                entry.tenant(),
                entry.targets(),
                entry.key(),
                entry.eventId(),
                entry.type(),
                entry.version(),
                entry.payload(),
                entry.at(),
                entry.requestId(),
                "",
                entry.due());
    }

    static String lower(String text) {
        return text.toLowerCase(Locale.ROOT);
    }

    /** Commits each event by itself, whatever the host's transaction does. */
    static OutboxStore committingAtOnce(OutboxStore sound, InMemoryDatabase database) {
        return new ForwardingOutboxStore(sound) {
            @Override
            public Published append(Connection tx, OutboxEntry entry) {
                try (Connection own = database.dataSource().getConnection()) {
                    own.setAutoCommit(false);
                    Published published = sound.append(own, entry);
                    own.commit();
                    return published;
                } catch (SQLException e) {
                    throw new IllegalStateException(e);
                }
            }
        };
    }

    /** Takes numbers from a counter that does not roll back, as a database's sequence does. */
    static OutboxStore countingAsASequence(OutboxStore sound) {
        Map<String, AtomicLong> counters = new ConcurrentHashMap<>();
        Map<String, Long> numbers = new ConcurrentHashMap<>();
        return new ForwardingOutboxStore(sound) {
            @Override
            public Published append(Connection tx, OutboxEntry entry) {
                Published published = sound.append(tx, entry);
                for (String target : entry.targets()) {
                    String stream = entry.tenant() + "/" + target + "/" + entry.key();
                    numbers.put(
                            target + published.eventId(),
                            counters.computeIfAbsent(stream, s -> new AtomicLong())
                                    .incrementAndGet());
                }
                return published;
            }

            @Override
            public List<StoredEvent> read(Lane lane, long afterId, int limit) {
                return sound.read(lane, afterId, limit).stream()
                        .map(event -> event.key().isEmpty()
                                ? event
                                : numbered(event, numbers.get(lane.target() + event.eventId())))
                        .toList();
            }
        };
    }

    /** Takes the id for the number of a stream's event. */
    static OutboxStore numberingById(OutboxStore sound) {
        return new ForwardingOutboxStore(sound) {
            @Override
            public List<StoredEvent> read(Lane lane, long afterId, int limit) {
                return sound.read(lane, afterId, limit).stream()
                        .map(event -> event.key().isEmpty() ? event : numbered(event, event.id()))
                        .toList();
            }
        };
    }

    /** Lets tenants share their request ids. */
    static OutboxStore sharingRequests(OutboxStore sound) {
        Map<String, OutboxEntry> requests = new ConcurrentHashMap<>();
        return new ForwardingOutboxStore(sound) {
            @Override
            public Published append(Connection tx, OutboxEntry entry) {
                OutboxEntry first = requests.getOrDefault(entry.requestId().orElse(""), entry);
                if (!first.tenant().equals(entry.tenant())) {
                    return new Published(first.eventId(), true);
                }
                entry.requestId().ifPresent(id -> requests.putIfAbsent(id, entry));
                return sound.append(tx, entry);
            }
        };
    }

    /** Numbers events without a key too. */
    static OutboxStore numberingEverything(OutboxStore sound) {
        return new ForwardingOutboxStore(sound) {
            @Override
            public List<StoredEvent> read(Lane lane, long afterId, int limit) {
                return sound.read(lane, afterId, limit).stream()
                        .map(event -> event.key().isEmpty() ? numbered(event, event.id()) : event)
                        .toList();
            }
        };
    }

    /** Rolls the host's transaction back when it refuses a request. */
    static OutboxStore rollingBackOnRefusal(OutboxStore sound) {
        return new ForwardingOutboxStore(sound) {
            @Override
            public Published append(Connection tx, OutboxEntry entry) {
                try {
                    return sound.append(tx, entry);
                } catch (InvalidValueException e) {
                    try {
                        tx.rollback();
                    } catch (SQLException impossible) {
                        e.addSuppressed(impossible);
                    }
                    throw e;
                }
            }
        };
    }

    /** Remembers requests in the process, so that a rollback does not undo it and a race is not seen. */
    static OutboxStore rememberingRequestsItself(OutboxStore sound) {
        Map<String, String> requests = new ConcurrentHashMap<>();
        return new ForwardingOutboxStore(sound) {
            @Override
            public Published append(Connection tx, OutboxEntry entry) {
                String request = entry.tenant() + "/" + entry.requestId();
                String first = requests.putIfAbsent(request, entry.eventId());
                return entry.requestId().isPresent()
                                && first != null
                                && entry.fingerprint().startsWith("0f")
                        ? new Published(first, true)
                        : sound.append(tx, entry);
            }
        };
    }

    static StoredEvent numbered(StoredEvent event, long seq) {
        return new StoredEvent(
                event.id(),
                event.key(),
                event.generation(),
                seq,
                event.eventId(),
                event.type(),
                event.version(),
                event.payload(),
                event.at());
    }

    private static OutboxEntry copy(
            OutboxEntry entry,
            TenantId tenant,
            List<String> targets,
            Optional<String> key,
            Payload payload,
            Optional<String> request) {
        return new OutboxEntry(
                tenant,
                targets,
                key,
                entry.eventId(),
                entry.type(),
                entry.version(),
                payload,
                entry.at(),
                request,
                entry.fingerprint(),
                entry.due());
    }
}

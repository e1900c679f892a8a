package dev.inlay.testkit.contracts;

import dev.inlay.spi.store.OutboxEntry;
import dev.inlay.api.event.Backlog;
import dev.inlay.api.event.ParkedEvent;
import dev.inlay.spi.store.Acknowledged;
import dev.inlay.spi.store.Lane;
import dev.inlay.spi.store.LaneStart;
import dev.inlay.spi.store.OutboxStore;
import dev.inlay.spi.store.RetryState;
import dev.inlay.spi.store.ShardLease;
import dev.inlay.spi.store.StoredEvent;
import dev.inlay.spi.store.StreamRef;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Outboxes that serve the relay wrongly, but for leases. */
final class OutboxRelayFlaws {

    private OutboxRelayFlaws() {}

    static OutboxStore listingLanesBackwards(OutboxStore sound) {
        return new ForwardingOutboxStore(sound) {
            @Override
            public List<Lane> lanes(int shard) {
                return reversed(sound.lanes(shard));
            }
        };
    }

    static OutboxStore namingTheNextShard(OutboxStore sound) {
        return new ForwardingOutboxStore(sound) {
            @Override
            public List<Lane> lanesOf(OutboxEntry entry) {
                return sound.lanesOf(entry).stream()
                        .map(lane -> new Lane((lane.shard() + 1) % sound.shards(), lane.tenant(), lane.target()))
                        .toList();
            }
        };
    }

    static OutboxStore readingEverything(OutboxStore sound) {
        return new ForwardingOutboxStore(sound) {
            @Override
            public List<StoredEvent> read(Lane lane, long afterId, int limit) {
                return sound.read(lane, 0, Integer.MAX_VALUE);
            }
        };
    }

    static OutboxStore answeringManyBackwards(OutboxStore sound) {
        return new ForwardingOutboxStore(sound) {
            @Override
            public List<List<StoredEvent>> readAll(List<LaneStart> starts) {
                return reversed(sound.readAll(starts));
            }
        };
    }

    static OutboxStore removingTheWholeLane(OutboxStore sound) {
        return new ForwardingOutboxStore(sound) {
            @Override
            public List<Integer> delivered(List<Acknowledged> acknowledged) {
                acknowledged.forEach(
                        batch -> sound.delivered(batch.lane(), sound.read(batch.lane(), 0, Integer.MAX_VALUE)));
                return acknowledged.stream().map(batch -> batch.events().size()).toList();
            }
        };
    }

    /** Counts a stream from 1 again once it is empty. */
    static OutboxStore startingAnew(OutboxStore sound) {
        Set<StreamRef> emptied = ConcurrentHashMap.newKeySet();
        return new ForwardingOutboxStore(sound) {
            @Override
            public List<Integer> delivered(List<Acknowledged> acknowledged) {
                List<Integer> removed = sound.delivered(acknowledged);
                for (Acknowledged batch : acknowledged) {
                    batch.events().stream()
                            .flatMap(event -> event.key().stream())
                            .map(key -> new StreamRef(batch.lane(), key))
                            .filter(stream -> sound.firstUndelivered(stream).isEmpty())
                            .forEach(emptied::add);
                }
                return removed;
            }

            @Override
            public List<StoredEvent> read(Lane lane, long afterId, int limit) {
                return sound.read(lane, afterId, limit).stream()
                        .map(event -> event.key()
                                        .map(key -> emptied.contains(new StreamRef(lane, key)))
                                        .orElse(false)
                                ? OutboxWritingFlaws.numbered(event, 1)
                                : event)
                        .toList();
            }
        };
    }

    static OutboxStore overlookingTheParked(OutboxStore sound) {
        return new ForwardingOutboxStore(sound) {
            @Override
            public OptionalLong firstUndelivered(StreamRef stream) {
                return sound.read(stream.lane(), 0, Integer.MAX_VALUE).stream()
                        .filter(event ->
                                event.key().filter(stream.key()::equals).isPresent())
                        .mapToLong(StoredEvent::seq)
                        .min();
            }
        };
    }

    static OutboxStore alwaysOneUndelivered(OutboxStore sound) {
        return new ForwardingOutboxStore(sound) {
            @Override
            public OptionalLong firstUndelivered(StreamRef stream) {
                return OptionalLong.of(1);
            }
        };
    }

    static OutboxStore listingEmptyBacklogs(OutboxStore sound) {
        List<Backlog> seen = Collections.synchronizedList(new ArrayList<>());
        return new ForwardingOutboxStore(sound) {
            @Override
            public List<Backlog> backlog() {
                List<Backlog> backlog = sound.backlog();
                if (backlog.isEmpty()) {
                    return List.copyOf(seen);
                }
                seen.add(new Backlog(backlog.get(0).tenant(), backlog.get(0).target(), 0, 0));
                return backlog;
            }
        };
    }

    /** Parks the event and leaves what comes behind it. */
    static OutboxStore parkingTheHeadAlone(OutboxStore sound) {
        return new ForwardingOutboxStore(sound) {
            @Override
            public boolean park(
                    String node, ShardLease lease, Lane lane, StoredEvent event, String reason, Instant at) {
                List<StoredEvent> behind = sound.read(lane, event.id(), Integer.MAX_VALUE);
                hidden.addAll(behind);
                return sound.park(node, lease, lane, event, reason, at);
            }

            private final Set<StoredEvent> hidden = ConcurrentHashMap.newKeySet();

            @Override
            public List<ParkedEvent> parked(int limit) {
                return sound.parked(limit).stream()
                        .filter(parked -> hidden.stream()
                                .noneMatch(event -> event.eventId().equals(parked.eventId())))
                        .toList();
            }
        };
    }

    /** Parks everything in the lane. */
    static OutboxStore parkingTheLane(OutboxStore sound) {
        return new ForwardingOutboxStore(sound) {
            @Override
            public boolean park(
                    String node, ShardLease lease, Lane lane, StoredEvent event, String reason, Instant at) {
                boolean moved = sound.park(node, lease, lane, event, reason, at);
                if (moved) {
                    sound.read(lane, 0, Integer.MAX_VALUE)
                            .forEach(other -> sound.park(node, lease, lane, other, reason, at));
                }
                return moved;
            }
        };
    }

    static OutboxStore forgettingParkedStreams(OutboxStore sound) {
        return new ForwardingOutboxStore(sound) {
            @Override
            public List<StreamRef> parkedStreams(int shard) {
                return List.of();
            }
        };
    }

    /** Keeps retries until their event is delivered, parked or not. */
    static OutboxStore keepingRetriesOfTheParked(OutboxStore sound) {
        return new ForwardingOutboxStore(sound) {
            private final List<RetryState> kept = Collections.synchronizedList(new ArrayList<>());

            @Override
            public boolean park(
                    String node, ShardLease lease, Lane lane, StoredEvent event, String reason, Instant at) {
                kept.addAll(sound.retries(lane.shard()));
                return sound.park(node, lease, lane, event, reason, at);
            }

            @Override
            public List<RetryState> retries(int shard) {
                List<RetryState> all = new ArrayList<>(sound.retries(shard));
                all.addAll(kept);
                return all;
            }
        };
    }

    static OutboxStore parkingAStreamOnce(OutboxStore sound) {
        return new ForwardingOutboxStore(sound) {
            @Override
            public boolean park(
                    String node, ShardLease lease, Lane lane, StoredEvent event, String reason, Instant at) {
                boolean before = event.key()
                        .map(key -> sound.parkedStreams(lane.shard()).contains(new StreamRef(lane, key)))
                        .orElse(false);
                return !before && sound.park(node, lease, lane, event, reason, at);
            }
        };
    }

    /** Does not look at whether the event itself is still there. */
    static OutboxStore parkingBehindTheGone(OutboxStore sound) {
        return new ForwardingOutboxStore(sound) {
            @Override
            public boolean park(
                    String node, ShardLease lease, Lane lane, StoredEvent event, String reason, Instant at) {
                StoredEvent first = sound.read(lane, event.id() - 1, Integer.MAX_VALUE).stream()
                        .filter(other -> other.key().equals(event.key()))
                        .findFirst()
                        .orElse(event);
                return sound.park(node, lease, lane, first, reason, at);
            }
        };
    }

    static OutboxStore listingTheParkedWithoutLimit(OutboxStore sound) {
        return new ForwardingOutboxStore(sound) {
            @Override
            public List<ParkedEvent> parked(int limit) {
                return sound.parked(Integer.MAX_VALUE);
            }
        };
    }

    /** Puts events back as if they were new. */
    static OutboxStore replayingAsNew(OutboxStore sound) {
        Set<String> replayed = ConcurrentHashMap.newKeySet();
        return new ForwardingOutboxStore(sound) {
            @Override
            public int replay(ParkedEvent event) {
                sound.parked(Integer.MAX_VALUE).stream()
                        .filter(other ->
                                other.key().equals(event.key()) && event.key().isPresent())
                        .forEach(other -> replayed.add(other.eventId()));
                return sound.replay(event);
            }

            @Override
            public List<StoredEvent> read(Lane lane, long afterId, int limit) {
                return sound.read(lane, afterId, limit).stream()
                        .map(event -> replayed.contains(event.eventId())
                                ? OutboxWritingFlaws.numbered(event, event.seq() + 100)
                                : event)
                        .toList();
            }
        };
    }

    static OutboxStore replayingEverything(OutboxStore sound) {
        return new ForwardingOutboxStore(sound) {
            @Override
            public int replay(ParkedEvent event) {
                int moved = sound.replay(event);
                while (!sound.parked(1).isEmpty()) {
                    moved += sound.replay(sound.parked(1).get(0));
                }
                return moved;
            }
        };
    }

    private static <T> List<T> reversed(List<T> list) {
        List<T> copy = new ArrayList<>(list);
        Collections.reverse(copy);
        return copy;
    }
}

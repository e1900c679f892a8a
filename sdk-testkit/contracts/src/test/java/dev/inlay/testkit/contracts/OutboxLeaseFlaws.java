package dev.inlay.testkit.contracts;

import dev.inlay.spi.store.Acknowledged;
import dev.inlay.spi.store.Lane;
import dev.inlay.spi.store.OutboxStore;
import dev.inlay.spi.store.RetryState;
import dev.inlay.spi.store.ShardLease;
import dev.inlay.spi.store.StoredEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.ToLongFunction;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/** Outboxes whose leases hold nobody back. */
final class OutboxLeaseFlaws {

    private OutboxLeaseFlaws() {}

    static OutboxStore leasingToEverybody(OutboxStore sound) {
        return new ForwardingOutboxStore(sound) {
            @Override
            public List<ShardLease> lease(String node, int wanted, Duration ttl) {
                sound.lease(node, wanted, ttl);
                return IntStream.range(0, wanted)
                        .mapToObj(shard -> new ShardLease(shard, 1, 0))
                        .toList();
            }
        };
    }

    /** Gives a node its shards again under a new epoch. */
    static OutboxStore changingEpochsOnRenewal(OutboxStore sound) {
        return new ForwardingOutboxStore(sound) {
            @Override
            public List<ShardLease> lease(String node, int wanted, Duration ttl) {
                List<ShardLease> held = sound.lease(node, 0, ttl);
                sound.release(node, held);
                return sound.lease(node, Math.max(wanted, held.size()), ttl);
            }
        };
    }

    static OutboxStore neverExpiring(OutboxStore sound) {
        return new ForwardingOutboxStore(sound) {
            @Override
            public List<ShardLease> lease(String node, int wanted, Duration ttl) {
                return sound.lease(node, wanted, Duration.ofDays(1));
            }
        };
    }

    /** Never raises an epoch; still tells owners apart. */
    static OutboxStore withOneEpoch(OutboxStore sound) {
        return new ForwardingOutboxStore(sound) {
            private final Map<ShardLease, ShardLease> real = new ConcurrentHashMap<>();
            private final Map<Integer, ShardLease> latest = new ConcurrentHashMap<>();

            @Override
            public List<ShardLease> lease(String node, int wanted, Duration ttl) {
                return sound.lease(node, wanted, ttl).stream()
                        .map(lease -> {
                            latest.put(lease.shard(), lease);
                            return new ShardLease(lease.shard(), 1, lease.revision(), lease.doubtful());
                        })
                        .toList();
            }

            @Override
            public List<ShardLease> release(String node, Collection<ShardLease> leases) {
                return sound.release(node, real(leases));
            }

            @Override
            public boolean postpone(String node, ShardLease lease, RetryState retry) {
                return sound.postpone(node, real(lease), retry);
            }

            @Override
            public boolean park(
                    String node, ShardLease lease, Lane lane, StoredEvent event, String reason, Instant at) {
                return sound.park(node, real(lease), lane, event, reason, at);
            }

            private List<ShardLease> real(Collection<ShardLease> leases) {
                return leases.stream().map(this::real).toList();
            }

            private ShardLease real(ShardLease lease) {
                return real.getOrDefault(
                        lease,
                        new ShardLease(
                                lease.shard(),
                                latest.getOrDefault(lease.shard(), lease).epoch(),
                                lease.revision(),
                                lease.doubtful()));
            }
        };
    }

    static OutboxStore neverReleasing(OutboxStore sound) {
        return new ForwardingOutboxStore(sound) {
            @Override
            public List<ShardLease> release(String node, Collection<ShardLease> leases) {
                return List.of();
            }
        };
    }

    /** Tells a node what it leased last, whoever has taken it since. */
    static OutboxStore tellingFromMemory(OutboxStore sound) {
        Map<String, List<ShardLease>> leased = new ConcurrentHashMap<>();
        return new ForwardingOutboxStore(sound) {
            @Override
            public List<ShardLease> lease(String node, int wanted, Duration ttl) {
                List<ShardLease> held = sound.lease(node, wanted, ttl);
                leased.put(node, held);
                return held;
            }

            @Override
            public List<ShardLease> owned(String node) {
                return leased.getOrDefault(node, List.of());
            }
        };
    }

    /** Frees shards, whoever asks for it. */
    static OutboxStore releasingForAnybody(OutboxStore sound) {
        Map<Integer, String> owners = new ConcurrentHashMap<>();
        return new ForwardingOutboxStore(sound) {
            @Override
            public List<ShardLease> lease(String node, int wanted, Duration ttl) {
                List<ShardLease> held = sound.lease(node, wanted, ttl);
                held.forEach(lease -> owners.put(lease.shard(), node));
                return held;
            }

            @Override
            public List<ShardLease> release(String node, Collection<ShardLease> leases) {
                for (ShardLease lease : leases) {
                    sound.release(owners.getOrDefault(lease.shard(), node), List.of(lease));
                }
                return List.of();
            }
        };
    }

    static OutboxStore neverForgettingNodes(OutboxStore sound) {
        return new ForwardingOutboxStore(sound) {
            @Override
            public int heartbeat(String node, Duration ttl) {
                return sound.heartbeat(node, Duration.ofDays(1));
            }
        };
    }

    static OutboxStore forgettingWhoDied(OutboxStore sound) {
        return doubting(sound, lease -> 0);
    }

    static OutboxStore trustingNobody(OutboxStore sound) {
        return doubting(sound, lease -> Long.MAX_VALUE);
    }

    private static OutboxStore doubting(OutboxStore sound, ToLongFunction<ShardLease> doubt) {
        return new ForwardingOutboxStore(sound) {
            @Override
            public List<ShardLease> lease(String node, int wanted, Duration ttl) {
                return sound.lease(node, wanted, ttl).stream()
                        .map(lease -> new ShardLease(
                                lease.shard(), lease.epoch(), lease.revision(), doubt.applyAsLong(lease)))
                        .toList();
            }
        };
    }

    /** Changes forms under whatever lease the shard has now. */
    static OutboxStore reformingForAnybody(OutboxStore sound) {
        Map<Integer, ShardLease> leases = new ConcurrentHashMap<>();
        Map<Integer, String> owners = new ConcurrentHashMap<>();
        return new ForwardingOutboxStore(sound) {
            @Override
            public List<ShardLease> lease(String node, int wanted, Duration ttl) {
                List<ShardLease> held = sound.lease(node, wanted, ttl);
                held.forEach(lease -> {
                    owners.put(lease.shard(), node);
                    leases.put(lease.shard(), lease);
                });
                return held;
            }

            @Override
            public boolean reform(String node, ShardLease lease, Lane lane, StoredEvent event) {
                return sound.reform(
                        owners.getOrDefault(lease.shard(), node),
                        leases.getOrDefault(lease.shard(), lease),
                        lane,
                        event);
            }
        };
    }

    static OutboxStore neverDoubting(OutboxStore sound) {
        return new ForwardingOutboxStore(sound) {
            @Override
            public boolean doubt(String node, ShardLease lease, long id) {
                return sound.doubt(node, lease, 0);
            }
        };
    }

    static OutboxStore reformingNothing(OutboxStore sound) {
        return new ForwardingOutboxStore(sound) {
            @Override
            public boolean reform(String node, ShardLease lease, Lane lane, StoredEvent event) {
                return sound.reform(
                        node,
                        lease,
                        lane,
                        sound.read(lane, event.id() - 1, 1).stream().findFirst().orElse(event));
            }
        };
    }

    static OutboxStore losingRetries(OutboxStore sound) {
        return new ForwardingOutboxStore(sound) {
            @Override
            public List<RetryState> retries(int shard) {
                return List.of();
            }
        };
    }

    /** Drops a retry with what is parked, or delivered by somebody who knows of it. */
    static OutboxStore keepingRetriesOfTheGone(OutboxStore sound) {
        Map<Long, RetryState> kept = new ConcurrentHashMap<>();
        return new ForwardingOutboxStore(sound) {
            @Override
            public boolean postpone(String node, ShardLease lease, RetryState retry) {
                boolean done = sound.postpone(node, lease, retry);
                if (done) {
                    kept.put(retry.id(), retry);
                }
                return done;
            }

            @Override
            public List<Integer> delivered(List<Acknowledged> acknowledged) {
                acknowledged.stream()
                        .filter(Acknowledged::retried)
                        .flatMap(batch -> batch.events().stream())
                        .forEach(event -> kept.remove(event.id()));
                return sound.delivered(acknowledged);
            }

            @Override
            public boolean park(
                    String node, ShardLease lease, Lane lane, StoredEvent event, String reason, Instant at) {
                boolean done = sound.park(node, lease, lane, event, reason, at);
                kept.values().removeIf(retry -> retry.key().equals(event.key().orElse("")));
                return done;
            }

            @Override
            public List<RetryState> retries(int shard) {
                return kept.values().stream()
                        .filter(retry -> retry.lane().shard() == shard)
                        .toList();
            }
        };
    }

    /** Writes under a lease that the forger makes of what it knows. */
    private static OutboxStore forging(OutboxStore sound, Forger forger) {
        Map<Integer, String> owners = new ConcurrentHashMap<>();
        Map<Integer, ShardLease> leases = new ConcurrentHashMap<>();
        return new ForwardingOutboxStore(sound) {
            @Override
            public List<ShardLease> lease(String node, int wanted, Duration ttl) {
                List<ShardLease> held = sound.lease(node, wanted, ttl);
                held.forEach(lease -> {
                    owners.put(lease.shard(), node);
                    leases.put(lease.shard(), lease);
                });
                return held;
            }

            @Override
            public boolean postpone(String node, ShardLease lease, RetryState retry) {
                String owner = owners.getOrDefault(lease.shard(), node);
                return forger.forge(
                        lease,
                        leases.getOrDefault(lease.shard(), lease),
                        owner,
                        node,
                        (as, with) -> sound.postpone(as, with, retry));
            }

            @Override
            public boolean park(
                    String node, ShardLease lease, Lane lane, StoredEvent event, String reason, Instant at) {
                String owner = owners.getOrDefault(lease.shard(), node);
                return forger.forge(
                        lease,
                        leases.getOrDefault(lease.shard(), lease),
                        owner,
                        node,
                        (as, with) -> sound.park(as, with, lane, event, reason, at));
            }
        };
    }

    /** Writes under whatever lease the shard has now. */
    static OutboxStore ignoringTheOwner(OutboxStore sound) {
        return forging(sound, (given, now, owner, node, write) -> write.under(owner, now));
    }

    /** Looks at owner and epoch, not at the revision. */
    static OutboxStore ignoringTheRevision(OutboxStore sound) {
        UnaryOperator<ShardLease> next =
                lease -> new ShardLease(lease.shard(), lease.epoch(), lease.revision() + 1, lease.doubtful());
        return forging(
                sound,
                (given, now, owner, node, write) -> write.under(node, given) || write.under(node, next.apply(given)));
    }

    private interface Forger {
        boolean forge(ShardLease given, ShardLease now, String owner, String node, Write write);
    }

    private interface Write {
        boolean under(String node, ShardLease lease);
    }
}

package dev.inlay.testkit.contracts.memory;

import dev.inlay.api.event.NodeStatus;
import dev.inlay.api.event.ShardStatus;
import dev.inlay.spi.store.ShardLease;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;

/** The nodes and shards of an {@link InMemoryOutboxStore}. Called under the database's monitor. */
final class InMemoryLeases {

    private final InstantSource clock;
    private final List<Shard> shards = new ArrayList<>();
    private final Map<String, Instant> nodes = new HashMap<>();
    private final LongSupplier ids;

    InMemoryLeases(InstantSource clock, int count, LongSupplier ids) {
        this.clock = clock;
        this.ids = ids;
        for (int i = 0; i < count; i++) {
            shards.add(new Shard());
        }
    }

    int size() {
        return shards.size();
    }

    int heartbeat(String node, Duration ttl) {
        Instant now = clock.instant();
        nodes.values().removeIf(until -> !until.isAfter(now));
        nodes.put(node, now.plus(ttl));
        return nodes.size();
    }

    List<ShardLease> lease(String node, int wanted, Duration ttl) {
        Instant now = clock.instant();
        List<ShardLease> held = new ArrayList<>();
        for (int i = 0; i < shards.size(); i++) {
            if (shards.get(i).owner.equals(node)) {
                held.add(shards.get(i).renew(i, now.plus(ttl)));
            }
        }
        for (int i = 0; i < shards.size() && held.size() < wanted; i++) {
            Shard shard = shards.get(i);
            if (!shard.owner.equals(node) && !shard.until.isAfter(now)) {
                shard.doubtful = shard.owner.isEmpty() ? shard.doubtful : ids.getAsLong();
                shard.owner = node;
                shard.epoch++;
                held.add(shard.renew(i, now.plus(ttl)));
            }
        }
        held.sort((a, b) -> Integer.compare(a.shard(), b.shard()));
        return List.copyOf(held);
    }

    List<ShardLease> owned(String node) {
        List<ShardLease> owned = new ArrayList<>();
        for (int i = 0; i < shards.size(); i++) {
            if (shards.get(i).owner.equals(node)) {
                owned.add(shards.get(i).lease(i));
            }
        }
        return List.copyOf(owned);
    }

    /** Nobody works in a shard when this is called, so nothing is left. */
    List<ShardLease> release(String node, Collection<ShardLease> leases) {
        for (ShardLease lease : leases) {
            Shard shard = shards.get(lease.shard());
            if (shard.owner.equals(node) && shard.epoch == lease.epoch()) {
                shard.owner = "";
                shard.until = Instant.MIN;
            }
        }
        return List.of();
    }

    boolean holds(String node, ShardLease lease) {
        Shard shard = shards.get(lease.shard());
        return shard.owner.equals(node) && shard.epoch == lease.epoch() && shard.revision == lease.revision();
    }

    boolean doubt(String node, ShardLease lease, long id) {
        Shard shard = shards.get(lease.shard());
        boolean owner = shard.owner.equals(node) && shard.epoch == lease.epoch();
        if (owner) {
            doubt(lease.shard(), id);
        }
        return owner;
    }

    void doubt(int shard, long id) {
        shards.get(shard).doubtful = Math.max(shards.get(shard).doubtful, id);
    }

    void revise(int shard) {
        shards.get(shard).revision++;
    }

    List<ShardStatus> shardStatus() {
        List<ShardStatus> all = new ArrayList<>();
        for (int i = 0; i < shards.size(); i++) {
            Shard shard = shards.get(i);
            Optional<String> owner = Optional.of(shard.owner).filter(name -> !name.isEmpty());
            Instant until = owner.isPresent() ? shard.until : Instant.EPOCH;
            all.add(ShardStatus.of(i)
                    .owner(owner)
                    .epoch(shard.epoch)
                    .until(until)
                    .build());
        }
        return all;
    }

    List<NodeStatus> nodeStatus() {
        return nodes.entrySet().stream()
                .map(node -> new NodeStatus("", node.getKey(), node.getValue()))
                .sorted(Comparator.comparing(NodeStatus::node))
                .toList();
    }

    private static final class Shard {
        private String owner = "";
        private long epoch;
        private long revision;
        private long doubtful;
        private Instant until = Instant.MIN;

        private ShardLease renew(int number, Instant end) {
            until = end;
            return lease(number);
        }

        private ShardLease lease(int number) {
            return new ShardLease(number, epoch, revision, doubtful);
        }
    }
}

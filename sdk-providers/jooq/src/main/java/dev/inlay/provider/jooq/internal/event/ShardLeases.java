package dev.inlay.provider.jooq.internal.event;

import static dev.inlay.provider.jooq.internal.schema.tables.InlayNode.INLAY_NODE;
import static dev.inlay.provider.jooq.internal.schema.tables.InlayShard.INLAY_SHARD;

import dev.inlay.provider.jooq.internal.database.Database;
import dev.inlay.provider.jooq.internal.database.Tx;
import dev.inlay.provider.jooq.internal.schema.tables.records.InlayNodeRecord;
import dev.inlay.provider.jooq.internal.schema.tables.records.InlayShardRecord;
import dev.inlay.spi.store.ShardLease;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.impl.DSL;

/**
 * Who lives, and who owns which shard, by the database's clock. Every step is a transaction of its own that changes one
 * row, or the node's own rows, so that no two nodes wait for each other. Needs a database that can skip locked rows.
 */
final class ShardLeases {

    private final Database database;

    ShardLeases(Database database) {
        this.database = database;
    }

    int heartbeat(String node, Duration ttl) {
        String doing = "heartbeat of node " + node;
        boolean known = database.call(doing, tx -> renew(tx, node, ttl));
        if (!known) {
            database.call(doing, tx -> {
                tx.dialect().insertUnlessThere(tx.sql(), new InlayNodeRecord(node, 0L), INLAY_NODE.UNTIL_US);
                return renew(tx, node, ttl);
            });
        }
        return database.call(doing, tx -> {
            Condition over = INLAY_NODE.UNTIL_US.lt(tx.dialect().clock());
            List<String> gone = tx.sql()
                    .select(INLAY_NODE.NODE)
                    .from(INLAY_NODE)
                    .where(over)
                    .forUpdate()
                    .skipLocked()
                    .fetch(INLAY_NODE.NODE);
            if (!gone.isEmpty()) {
                tx.sql().deleteFrom(INLAY_NODE).where(INLAY_NODE.NODE.in(gone)).execute();
            }
            return tx.sql().fetchCount(INLAY_NODE, DSL.not(over));
        });
    }

    List<ShardLease> lease(String node, int wanted, Duration ttl) {
        String doing = "leasing shards for node " + node;
        List<Integer> held = database.call(doing, tx -> shards(held(tx, node)));
        Set<Integer> sure = new HashSet<>(renew(doing, held, node, ttl));
        int count = held.size();
        if (count < wanted) {
            for (int shard : database.call(doing, ShardLeases::free)) {
                if (!held.contains(shard) && database.call(doing, tx -> take(tx, shard, node, ttl))) {
                    sure.add(shard);
                    count++;
                }
                if (count >= wanted) {
                    break;
                }
            }
        }
        return database.call(doing, tx -> held(tx, node)).stream()
                .filter(lease -> sure.contains(lease.shard()))
                .toList();
    }

    List<ShardLease> owned(String node) {
        return database.call("reading the leases of node " + node, tx -> held(tx, node));
    }

    List<ShardLease> release(String node, Collection<ShardLease> leases) {
        return leases.stream()
                .sorted(Comparator.comparingInt(ShardLease::shard))
                .filter(lease -> !database.call(
                        "releasing shard " + lease.shard() + " of node " + node, tx -> release(tx, node, lease)))
                .toList();
    }

    /** Answers whether the shard is the node's no more. */
    private static boolean release(Tx tx, String node, ShardLease lease) {
        Condition held = INLAY_SHARD
                .SHARD
                .eq(lease.shard())
                .and(INLAY_SHARD.OWNER.eq(node))
                .and(INLAY_SHARD.EPOCH.eq(lease.epoch()));
        if (isLockedNow(tx, held)) {
            tx.sql()
                    .update(INLAY_SHARD)
                    .setNull(INLAY_SHARD.OWNER)
                    .set(INLAY_SHARD.UNTIL_US, 0L)
                    .where(held)
                    .execute();
            return true;
        }
        return !tx.sql().fetchExists(INLAY_SHARD, held);
    }

    /** Locks a shard unless somebody else has it locked, or it is not so. */
    static boolean isLockedNow(Tx tx, Condition so) {
        return tx.sql()
                .select(INLAY_SHARD.SHARD)
                .from(INLAY_SHARD)
                .where(so)
                .forUpdate()
                .skipLocked()
                .fetchOptional()
                .isPresent();
    }

    /** Locks a shard until the transaction ends. */
    static Optional<InlayShardRecord> lock(Tx tx, int shard) {
        return tx.sql()
                .selectFrom(INLAY_SHARD)
                .where(INLAY_SHARD.SHARD.eq(shard))
                .forUpdate()
                .fetchOptional();
    }

    /** Whether a lease still is what the node thinks. The epoch tells, even when its time is over. */
    static boolean isHeld(InlayShardRecord shard, String node, ShardLease lease) {
        return node.equals(shard.getOwner())
                && shard.getEpoch() == lease.epoch()
                && shard.getRevision() == lease.revision();
    }

    /**
     * Waits for nobody, so that a shard whose row somebody has locked holds up no other. What is locked is tried once
     * more, and then at the next renewal, of which there are several in the time of a lease.
     */
    private List<Integer> renew(String doing, List<Integer> shards, String node, Duration ttl) {
        List<Integer> renewed = new ArrayList<>(renewUnlocked(doing, shards, node, ttl));
        List<Integer> locked =
                shards.stream().filter(shard -> !renewed.contains(shard)).toList();
        if (!locked.isEmpty()) {
            renewed.addAll(renewUnlocked(doing, locked, node, ttl));
        }
        return renewed;
    }

    private List<Integer> renewUnlocked(String doing, List<Integer> shards, String node, Duration ttl) {
        return database.call(doing, tx -> {
            List<Integer> unlocked = tx.sql()
                    .select(INLAY_SHARD.SHARD)
                    .from(INLAY_SHARD)
                    .where(INLAY_SHARD.SHARD.in(shards))
                    .and(INLAY_SHARD.OWNER.eq(node))
                    .forUpdate()
                    .skipLocked()
                    .fetch(INLAY_SHARD.SHARD);
            renew(tx, unlocked, node, ttl);
            return unlocked;
        });
    }

    private static int renew(Tx tx, List<Integer> shards, String node, Duration ttl) {
        return tx.sql()
                .update(INLAY_SHARD)
                .set(INLAY_SHARD.UNTIL_US, end(tx, ttl))
                .where(INLAY_SHARD.SHARD.in(shards))
                .and(INLAY_SHARD.OWNER.eq(node))
                .execute();
    }

    private static List<Integer> shards(List<ShardLease> leases) {
        return leases.stream().map(ShardLease::shard).toList();
    }

    private static boolean renew(Tx tx, String node, Duration ttl) {
        return tx.sql()
                        .update(INLAY_NODE)
                        .set(INLAY_NODE.UNTIL_US, end(tx, ttl))
                        .where(INLAY_NODE.NODE.eq(node))
                        .execute()
                > 0;
    }

    private static List<Integer> free(Tx tx) {
        return tx.sql()
                .select(INLAY_SHARD.SHARD)
                .from(INLAY_SHARD)
                .where(isFree(tx))
                .orderBy(INLAY_SHARD.SHARD)
                .fetch(INLAY_SHARD.SHARD);
    }

    boolean doubt(String node, ShardLease lease, long id) {
        return database.call(
                        "doubting events of shard " + lease.shard(),
                        tx -> raiseDoubt(
                                tx,
                                lease.shard(),
                                id,
                                INLAY_SHARD.OWNER.eq(node).and(INLAY_SHARD.EPOCH.eq(lease.epoch()))))
                == 1;
    }

    /** Events up to this one may have been sent. */
    static int raiseDoubt(Tx tx, int shard, long id, Condition where) {
        return tx.sql()
                .update(INLAY_SHARD)
                .set(INLAY_SHARD.DOUBTFUL_ID, DSL.greatest(INLAY_SHARD.DOUBTFUL_ID, DSL.val(id)))
                .where(INLAY_SHARD.SHARD.eq(shard))
                .and(where)
                .execute();
    }

    /** Waits for nobody: whoever has the row locked works on the shard, or is a session that nobody has ended yet. */
    private static boolean take(Tx tx, int shard, String node, Duration ttl) {
        if (!isLockedNow(tx, INLAY_SHARD.SHARD.eq(shard).and(isFree(tx)))) {
            return false;
        }
        return tx.sql()
                        .update(INLAY_SHARD)
                        // first, since MariaDB compares with what was set before
                        .set(
                                INLAY_SHARD.DOUBTFUL_ID,
                                DSL.when(INLAY_SHARD.OWNER.isNull(), INLAY_SHARD.DOUBTFUL_ID)
                                        .otherwise(EventStatements.NEXT_ID))
                        .set(INLAY_SHARD.OWNER, node)
                        .set(INLAY_SHARD.EPOCH, INLAY_SHARD.EPOCH.plus(1))
                        .set(INLAY_SHARD.UNTIL_US, end(tx, ttl))
                        .where(INLAY_SHARD.SHARD.eq(shard))
                        .and(isFree(tx))
                        .execute()
                == 1;
    }

    private static List<ShardLease> held(Tx tx, String node) {
        return tx.sql()
                .selectFrom(INLAY_SHARD)
                .where(INLAY_SHARD.OWNER.eq(node))
                .orderBy(INLAY_SHARD.SHARD)
                .fetch(row -> new ShardLease(row.getShard(), row.getEpoch(), row.getRevision(), row.getDoubtfulId()));
    }

    private static Condition isFree(Tx tx) {
        return INLAY_SHARD
                .OWNER
                .isNull()
                .or(INLAY_SHARD.UNTIL_US.lt(tx.dialect().clock()));
    }

    private static Field<Long> end(Tx tx, Duration ttl) {
        return tx.dialect().clock().plus(ttl.dividedBy(ChronoUnit.MICROS.getDuration()));
    }
}

package dev.inlay.provider.jooq.isolation;

import dev.inlay.api.audit.AuditEntry;
import dev.inlay.api.audit.AuditRecord;
import dev.inlay.api.metering.Meter;
import dev.inlay.api.metering.UsageTotal;
import dev.inlay.api.tenant.TenantId;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.List;

/** What a host publishes, counts and records, under a tenant that is bound. */
final class Books {

    private static final Meter CLAIMED = Meter.sum("claims.submitted", "claim");
    private static final int KEYS = 4;

    private Books() {}

    static void into(Operations operations) {
        operations
                .add("publish", Kind.EVENTS, 1, Books::publish)
                .add("count a use", Kind.USAGE, 1, Books::count)
                .add("add up uses", Kind.USAGE, 1, Books::addUpNowAndThen)
                .add("record in the trail", Kind.AUDIT, 1, Books::record)
                .add("read the trail", Kind.AUDIT, 1, Books::readTrail)
                .add("submit a claim", Kind.ROWS, 1, Books::submit);
    }

    static void publish(Turn turn) throws SQLException {
        try (Connection tx = turn.world.inlay.dataSource().getConnection()) {
            publish(turn, tx);
            tx.commit();
            turn.world.ledger.publishedOne();
        }
    }

    private static void publish(Turn turn, Connection tx) {
        String key = "claim-" + turn.dice.nextInt(KEYS);
        turn.world.inlay.events().publish(tx, World.event(key, turn.canary()));
    }

    static void count(Turn turn) throws SQLException {
        long value = 1L + turn.dice.nextInt(5);
        turn.world.ledger.using(turn.tenant, value);
        try (Connection tx = turn.world.inlay.dataSource().getConnection()) {
            turn.world.inlay.metering().record(tx, CLAIMED, value, "use-" + turn.dice.nextLong());
            tx.commit();
        }
        turn.world.ledger.used(turn.tenant, value);
    }

    /** Rarer the more there is to add up, or a long walk would do little else. */
    private static void addUpNowAndThen(Turn turn) {
        if (turn.dice.nextInt(1 + turn.step / 1000) == 0) {
            addUp(turn);
        }
    }

    /** What others are about to commit may be in the total, and nothing else. */
    static void addUp(Turn turn) {
        long least = turn.world.ledger.leastUsed(turn.tenant);
        List<UsageTotal> totals = turn.world.inlay.metering().totals(LocalDate.EPOCH, LocalDate.EPOCH.plusYears(1000));
        long most = turn.world.ledger.mostUsed(turn.tenant);
        long total = totals.stream().mapToLong(UsageTotal::total).sum();
        turn.require(
                least <= total && total <= most,
                Kind.USAGE,
                "used " + least + " to " + most + ", but " + total + " was counted");
    }

    static void record(Turn turn) {
        AuditRecord written = turn.world.inlay.audit().append(entry(turn));
        turn.require(written.tenant().equals(turn.tenant), Kind.AUDIT, "recorded for '" + written.tenant() + "'");
    }

    private static AuditEntry entry(Turn turn) {
        return AuditEntry.of("tester", "claim.submitted", turn.canary());
    }

    static void readTrail(Turn turn) {
        long after = turn.dice.nextInt(500);
        for (AuditRecord found : turn.world.inlay.audit().read(after, 20)) {
            turn.require(found.tenant().equals(turn.tenant), Kind.AUDIT, "read a record of '" + found.tenant() + "'");
            if (found.entry().actor().equals("tester")) {
                turn.mine(Kind.AUDIT, "the trail", found.entry().subject());
            }
        }
    }

    /** All of it in one transaction, which is committed or not. */
    private static void submit(Turn turn) throws SQLException {
        boolean commits = turn.dice.nextBoolean();
        if (commits) {
            turn.world.ledger.using(turn.tenant, 1);
        }
        try (Connection tx = turn.world.inlay.dataSource().getConnection()) {
            Claims.update(turn, tx, turn.canary());
            publish(turn, tx);
            turn.world.inlay.metering().record(tx, CLAIMED, 1, "use-" + turn.dice.nextLong());
            turn.world.inlay.audit().append(tx, entry(turn));
            if (commits) {
                tx.commit();
                turn.world.ledger.publishedOne();
                turn.world.ledger.used(turn.tenant, 1);
            }
        }
    }

    /** A job that handles what several tenants left to be done. */
    static void batch(Turn turn) throws SQLException {
        TenantId first = turn.tenant;
        for (TenantId tenant : List.of(first, turn.other())) {
            TenantId bound = turn.world.keeps(Guard.BOUND_PER_ITEM) ? tenant : first;
            turn.world.inlay.tenants().run(bound, () -> {
                Turn item = turn.of(tenant);
                switch (turn.dice.nextInt(3)) {
                    case 0 -> publish(item);
                    case 1 -> count(item);
                    default -> record(item);
                }
                addUpNowAndThen(turn.of(bound));
            });
        }
    }
}

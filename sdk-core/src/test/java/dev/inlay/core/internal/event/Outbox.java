package dev.inlay.core.internal.event;

import dev.inlay.api.event.ErpEvent;
import dev.inlay.api.event.EventFilter;
import dev.inlay.api.event.ParkedEvent;
import dev.inlay.api.event.Replay;
import dev.inlay.api.event.ReplayResult.OfTarget;
import dev.inlay.api.event.RowCount;
import dev.inlay.api.event.TargetStatus;
import dev.inlay.api.tenant.Origin;
import dev.inlay.api.tenant.TenantContext;
import dev.inlay.api.tenant.TenantId;
import dev.inlay.api.tenant.TenantPath;
import dev.inlay.api.tenant.TenantProfile;
import dev.inlay.spi.store.Lane;
import dev.inlay.spi.store.OutboxEntry;
import dev.inlay.spi.store.OutboxOperations;
import dev.inlay.testkit.contracts.memory.InMemoryDatabase;
import dev.inlay.testkit.contracts.memory.InMemoryOutboxStore;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** A host with an outbox in memory. */
final class Outbox {

    static final TenantId NORTH = TenantId.of("north");
    static final TenantContext NORTH_CONTEXT = context("north", "shared");

    final InMemoryDatabase database = new InMemoryDatabase();
    final InMemoryOutboxStore store;
    private final EntryFreezer freezer;

    Outbox(InstantSource clock, int shards, String... targets) {
        store = new InMemoryOutboxStore(database, clock, shards);
        freezer = new EntryFreezer(
                List.of(targets),
                (tenant, type) -> Optional.empty(),
                Upcasts.NONE,
                new PayloadFreezer(new JacksonPayloadCodec()),
                new EventIds(clock, new SecureRandom()),
                clock);
    }

    static TenantContext context(String tenant, String placement) {
        return TenantContext.of(
                TenantProfile.builder(TenantPath.parse("inlay/oem/-/" + tenant))
                        .placement(placement)
                        .build(),
                1,
                Origin.HOST);
    }

    Connection begin() {
        try {
            Connection tx = database.dataSource().getConnection();
            tx.setAutoCommit(false);
            return tx;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    static void commit(Connection tx) {
        try (tx) {
            tx.commit();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Answers where it waits once it is due. */
    List<Lane> append(Connection tx, TenantId tenant, ErpEvent event) {
        OutboxEntry entry = freezer.freeze(context(tenant.value(), "shared"), event);
        store.append(tx, entry);
        return store.lanesOf(entry);
    }

    void publish(TenantId tenant, ErpEvent event) {
        Connection tx = begin();
        append(tx, tenant, event);
        commit(tx);
    }

    void publish(String key, int count) {
        for (int i = 1; i <= count; i++) {
            publish(NORTH, keyed(key, i));
        }
    }

    long pending() {
        return sum(TargetStatus::waiting);
    }

    long parked() {
        return sum(TargetStatus::parked);
    }

    private long sum(Function<TargetStatus, RowCount> what) {
        return status().stream().mapToLong(status -> what.apply(status).rows()).sum();
    }

    private List<TargetStatus> status() {
        return store.operations().status(EventFilter.all(), "", 1_000).items();
    }

    List<ParkedEvent> parked(int limit) {
        return store.operations().parked(EventFilter.all(), "", limit).items();
    }

    /** Puts the whole stream of a parked event back. */
    long replay(ParkedEvent event) {
        return replay(event.key()
                .map(key -> Replay.stream(event.tenant(), event.target(), key))
                .orElseGet(() -> Replay.event(event)));
    }

    long replayAll() {
        return status().stream()
                .map(TargetStatus::target)
                .distinct()
                .mapToLong(target -> replay(Replay.target(target)))
                .sum();
    }

    private long replay(Replay what) {
        long moved = 0;
        String after = "";
        do {
            OutboxOperations.Step step = store.operations().replay(what, after, true);
            moved += step.done().stream().mapToLong(OfTarget::events).sum();
            after = step.next();
        } while (!after.isEmpty());
        return moved;
    }

    static ErpEvent keyed(String key, int number) {
        return ErpEvent.of("claim.submitted", key, "\"" + key + "-" + number + "\"");
    }

    static ErpEvent loose(int number) {
        return ErpEvent.builder("claim.seen", "\"loose-" + number + "\"").build();
    }
}

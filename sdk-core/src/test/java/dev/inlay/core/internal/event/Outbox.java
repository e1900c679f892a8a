package dev.inlay.core.internal.event;

import dev.inlay.api.event.ErpEvent;
import dev.inlay.api.tenant.Origin;
import dev.inlay.api.tenant.TenantContext;
import dev.inlay.api.tenant.TenantId;
import dev.inlay.api.tenant.TenantPath;
import dev.inlay.api.tenant.TenantProfile;
import dev.inlay.testkit.contracts.memory.InMemoryDatabase;
import dev.inlay.testkit.contracts.memory.InMemoryOutboxStore;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

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

    void append(Connection tx, TenantId tenant, ErpEvent event) {
        store.append(tx, freezer.freeze(context(tenant.value(), "shared"), event));
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
        return store.backlog().stream().mapToLong(lane -> lane.pending()).sum();
    }

    long parked() {
        return store.backlog().stream().mapToLong(lane -> lane.parked()).sum();
    }

    static ErpEvent keyed(String key, int number) {
        return ErpEvent.of("claim.submitted", key, "\"" + key + "-" + number + "\"");
    }

    static ErpEvent loose(int number) {
        return ErpEvent.builder("claim.seen", "\"loose-" + number + "\"").build();
    }
}

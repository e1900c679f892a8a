package dev.inlay.testkit.contracts;

import static dev.inlay.testkit.contracts.OutboxDraft.event;
import static org.assertj.core.api.Assertions.assertThat;

import dev.inlay.api.error.TransactionLostException;
import dev.inlay.api.event.EventFilter;
import dev.inlay.api.event.Page;
import dev.inlay.api.event.ParkedEvent;
import dev.inlay.api.event.Published;
import dev.inlay.spi.store.Lane;
import dev.inlay.spi.store.OutboxOperations;
import dev.inlay.spi.store.OutboxStore;
import dev.inlay.spi.store.ShardLease;
import dev.inlay.spi.store.StoredEvent;
import dev.inlay.spi.store.StreamRef;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** The moves that the outbox's requirements are made of. */
abstract class OutboxWorkbench extends Contract {

    static final Duration LONG = Duration.ofMinutes(5);
    private static final int RERUNS = 50;

    private @Nullable OutboxFixture opened;

    /**
     * Opens an empty outbox that no other requirement uses.
     *
     * @return closed when the requirement ended
     * @throws Exception fails the requirement
     */
    protected abstract OutboxFixture open() throws Exception;

    /** Every outbox has to do all of it. */
    @Override
    protected Capabilities capabilities() {
        return Capabilities.none();
    }

    @BeforeEach
    final void openFixture() throws Exception {
        opened = open();
    }

    @AfterEach
    final void closeFixture() {
        if (opened != null) {
            opened.close();
        }
    }

    final OutboxStore store() {
        return fixture().store();
    }

    final OutboxOperations operations() {
        return fixture().operations();
    }

    private OutboxFixture fixture() {
        return Objects.requireNonNull(opened, "open() was not called");
    }

    final Connection begin() throws SQLException {
        Connection tx = fixture().dataSource().getConnection();
        tx.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
        tx.setAutoCommit(false);
        return tx;
    }

    final Published append(Connection tx, OutboxDraft draft) {
        Published published = store().append(tx, draft.entry());
        assertThat(published).as("what append() returned").isNotNull();
        return published;
    }

    /** Appends in one transaction, which is run again when the database gave up on it. */
    final List<Published> commit(OutboxDraft... drafts) throws SQLException {
        for (int run = 1; ; run++) {
            try (Connection tx = begin()) {
                try {
                    List<Published> published = new ArrayList<>();
                    for (OutboxDraft draft : drafts) {
                        published.add(append(tx, draft));
                    }
                    tx.commit();
                    return published;
                } catch (TransactionLostException e) {
                    tx.rollback();
                    if (run == RERUNS) {
                        throw e;
                    }
                }
            }
        }
    }

    /** Commits {@code key-1} to {@code key-n} to one stream, and says where they wait. */
    final Lane fill(String key, int events) throws Exception {
        for (int i = 1; i <= events; i++) {
            commit(event(key + "-" + i).key(key));
        }
        return waiting(key + "-1").lane();
    }

    final List<Lane> lanes() {
        List<Lane> all = new ArrayList<>();
        for (int shard = 0; shard < store().shards(); shard++) {
            all.addAll(store().lanes(shard));
        }
        return all;
    }

    /** Everything that waits, lane by lane. */
    final List<Waiting> waiting() {
        List<Waiting> all = new ArrayList<>();
        for (Lane lane : lanes()) {
            for (StoredEvent event : store().read(lane, 0, 10_000)) {
                all.add(new Waiting(lane, event));
            }
        }
        return all;
    }

    final Waiting waiting(String eventId) {
        List<Waiting> found =
                waiting().stream().filter(each -> each.id().equals(eventId)).toList();
        assertThat(found).as("what waits as %s", eventId).hasSize(1);
        return found.get(0);
    }

    final List<ShardLease> leaseAll(String node) {
        store().heartbeat(node, LONG);
        List<ShardLease> leases = store().lease(node, store().shards(), LONG);
        assertThat(store().shards()).as("shards()").isPositive();
        assertThat(leases).as("shards of %s, which wants all", node).hasSize(store().shards());
        return leases;
    }

    final ShardLease leaseOf(List<ShardLease> leases, Lane lane) {
        return leases.stream()
                .filter(lease -> lease.shard() == lane.shard())
                .findFirst()
                .orElseThrow();
    }

    /** Everything that a filter means and that is parked, by tenant, then target, oldest first. */
    final List<ParkedEvent> parked(EventFilter filter) {
        return all(after -> operations().parked(filter, after, 10));
    }

    final List<ParkedEvent> parked() {
        return parked(EventFilter.all());
    }

    static <T> List<T> all(Function<String, Page<T>> list) {
        List<T> all = new ArrayList<>();
        String after = "";
        do {
            Page<T> page = list.apply(after);
            all.addAll(page.items());
            after = page.next().orElse("");
        } while (!after.isEmpty());
        return all;
    }

    /** Polls until a condition holds; fails after fifteen seconds. */
    static void await(String what, BooleanSupplier condition) {
        long deadline = System.nanoTime() + Duration.ofSeconds(15).toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime() - deadline)
                    .as("waited in vain until %s", what)
                    .isNegative();
            LockSupport.parkNanos(Duration.ofMillis(5).toNanos());
        }
    }

    /** An event with the lane that it waits in. */
    record Waiting(Lane lane, StoredEvent event) {

        String id() {
            return event.eventId();
        }

        long seq() {
            return event.seq();
        }

        StreamRef stream() {
            return new StreamRef(lane, event.key().orElseThrow());
        }
    }
}

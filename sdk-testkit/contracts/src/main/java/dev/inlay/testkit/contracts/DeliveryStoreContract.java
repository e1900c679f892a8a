package dev.inlay.testkit.contracts;

import static dev.inlay.testkit.contracts.OutboxDraft.event;
import static org.assertj.core.api.Assertions.assertThat;

import dev.inlay.api.tenant.TenantId;
import dev.inlay.spi.store.Acknowledged;
import dev.inlay.spi.store.Delivery;
import dev.inlay.spi.store.DeliveryStore;
import dev.inlay.spi.store.DeliveryWindow;
import dev.inlay.spi.store.Lane;
import dev.inlay.spi.store.OutboxStore;
import dev.inlay.spi.store.ShardLease;
import dev.inlay.spi.store.StoredEvent;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;

/**
 * What every {@link DeliveryStore} keeps, and the outbox that fills it.
 *
 * @since 0.1
 */
public abstract class DeliveryStoreContract extends OutboxWorkbench {

    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00.000001Z");
    private static final TenantId NORTH = TenantId.of("north");

    /** For subclasses. */
    protected DeliveryStoreContract() {}

    /**
     * The ledger that the outbox fills.
     *
     * @return of the fixture that was opened last
     */
    protected abstract DeliveryStore deliveries();

    @Requirement(
            id = "LEDGER-1",
            text =
                    "What is removed as acknowledged is kept with its id, stream, number, the hash of its payload and the"
                            + " time, and read by event id, so many at most.")
    final void keepsWhatIsAcknowledged() throws Exception {
        commit(event("c").key("k-1"), event("a").key("k-1"), event("b"));
        StoredEvent first = waiting("c").event();

        acknowledge(NOON);

        List<Delivery> page = deliveries().read(all("north"), "", 2);
        assertThat(page).as("the first page").extracting(Delivery::eventId).containsExactly("a", "b");
        Delivery last = deliveries().read(all("north"), "b", 2).get(0);
        String hash = HexFormat.of()
                .formatHex(java.security.MessageDigest.getInstance("SHA-256")
                        .digest(first.payload().bytes()));
        assertThat(last)
                .as("the second page")
                .isEqualTo(new Delivery("c", first.key(), first.generation(), 1, hash, NOON));
        assertThat(waiting()).as("what waits").isEmpty();
    }

    @Requirement(
            id = "LEDGER-2",
            text = "Nothing is kept by an outbox that was not asked to, nor of what somebody else had removed before.")
    final void keepsNothingElse() throws SQLException {
        commit(event("a").key("k-1"), event("b").key("k-2"));
        List<Acknowledged> gone = acknowledged();
        store().delivered(gone);

        List<Integer> removed = store().keepingDeliveries(() -> NOON).delivered(gone);

        assertThat(removed).as("what the second call removed").allMatch(count -> count == 0);
        assertThat(deliveries().read(all("north"), "", 10)).as("the ledger").isEmpty();
    }

    @Requirement(id = "LEDGER-3", text = "The ledger is read by tenant, target and time, from inclusive to exclusive.")
    final void readsByWindow() throws SQLException {
        for (int i = 0; i < 3; i++) {
            commit(event("e-" + i).key("k-1"));
            acknowledge(NOON.plusSeconds(i));
        }
        commit(event("other").tenant("south").key("k-1"));
        acknowledge(NOON);

        DeliveryWindow one = new DeliveryWindow(NORTH, "erp", NOON.plusSeconds(1), NOON.plusSeconds(2));
        assertThat(deliveries().read(one, "", 10))
                .as("one second of one tenant")
                .extracting(Delivery::eventId)
                .containsExactly("e-1");
        assertThat(deliveries().read(new DeliveryWindow(NORTH, "crm", NOON, NOON.plusSeconds(9)), "", 10))
                .as("another target")
                .isEmpty();
    }

    @Requirement(
            id = "LEDGER-4",
            text =
                    "Events are found in the ledger, where they wait, and where they are parked; those of others are not.")
    final void findsEvents() throws SQLException {
        commit(event("kept").key("k-1"));
        acknowledge(NOON);
        commit(
                event("waits").key("k-2"),
                event("parked").key("k-3"),
                event("theirs").tenant("south"));
        Waiting head = waiting("parked");
        ShardLease lease = leaseOf(leaseAll("node-a"), head.lane());
        store().park("node-a", lease, head.lane(), head.event(), "no", NOON);

        DeliveryStore.Whereabouts known =
                deliveries().find(NORTH, "erp", List.of("kept", "waits", "parked", "theirs", "unknown"));

        assertThat(known)
                .as("whereabouts")
                .isEqualTo(new DeliveryStore.Whereabouts(Set.of("kept"), Set.of("waits", "parked")));
        assertThat(deliveries().inFlight(all("north")))
                .as("what waits or is parked")
                .isEqualTo(2);
    }

    @Requirement(
            id = "LEDGER-5",
            text = "What is put back waits as it was, before what came later, is no longer in the ledger, and is kept"
                    + " again when it is acknowledged again; what is not in the ledger is left out.")
    final void putsBackAsItWas() throws SQLException {
        commit(event("e-1").key("k-1"), event("e-2").key("k-1"));
        List<Waiting> before = waiting();
        acknowledge(NOON);
        commit(event("e-3").key("k-1"));

        int moved = deliveries().putBack(NORTH, "erp", List.of("e-2", "e-2", "e-3", "unknown"));

        assertThat(moved).as("events moved").isEqualTo(1);
        Lane lane = before.get(0).lane();
        assertThat(waiting("e-2")).as("what was put back").isEqualTo(before.get(1));
        assertThat(store().firstUndelivered(before.get(1).stream()))
                .as("the first undelivered")
                .hasValue(2);
        assertThat(store().read(lane, 0, 10)).extracting(StoredEvent::eventId).containsExactly("e-2", "e-3");
        assertThat(deliveries().find(NORTH, "erp", List.of("e-2")).acknowledged())
                .as("the ledger")
                .isEmpty();
        acknowledge(NOON.plusSeconds(1));
        assertThat(deliveries().read(all("north"), "", 10))
                .as("the ledger after the second acknowledgement")
                .extracting(Delivery::eventId)
                .containsExactly("e-1", "e-2", "e-3");
    }

    @Requirement(id = "LEDGER-6", text = "Putting back raises the shard's revision, so that its owner reads it anew.")
    final void raisesTheRevision() throws SQLException {
        commit(event("e-1").key("k-1"));
        Lane lane = waiting("e-1").lane();
        acknowledge(NOON);
        ShardLease before = leaseOf(leaseAll("node-a"), lane);

        deliveries().putBack(NORTH, "erp", List.of("e-1"));

        ShardLease after = leaseOf(leaseAll("node-a"), lane);
        assertThat(after.revision()).as("the revision").isGreaterThan(before.revision());
    }

    @Requirement(
            id = "LEDGER-7",
            text = "Purging removes the oldest entries of all tenants, about so many at once, and nothing that is young"
                    + " enough.")
    final void purgesTheOldest() throws SQLException {
        for (int i = 0; i < 4; i++) {
            commit(event("e-" + i).tenant(i % 2 == 0 ? "north" : "south").key("k-1"));
            acknowledge(NOON.plusSeconds(i));
        }

        assertThat(deliveries().purge(NOON.plusSeconds(3), 2))
                .as("the first page")
                .isEqualTo(2);
        assertThat(deliveries().purge(NOON.plusSeconds(3), 2))
                .as("the second page")
                .isEqualTo(1);
        assertThat(deliveries().purge(NOON.plusSeconds(3), 2))
                .as("the third page")
                .isZero();

        assertThat(deliveries().read(all("north"), "", 10)).as("of north").isEmpty();
        assertThat(deliveries().read(all("south"), "", 10)).as("of south").hasSize(1);
    }

    @Requirement(
            id = "LEDGER-8",
            text = "Old request ids are forgotten; younger ones, and those of events that fell due later, are not.")
    final void purgesRequests() throws SQLException {
        Instant made = event("any").entry().at();
        commit(event("e-1").request("r-1"), event("late").request("r-2").due(made.plusSeconds(3_600)));

        assertThat(store().purgeRequests(made, 10)).as("before it was made").isZero();
        assertThat(commit(event("e-2").request("r-1")).get(0).duplicate())
                .as("a repetition")
                .isTrue();
        assertThat(store().purgeRequests(made.plusMillis(1), 10)).as("after").isEqualTo(1);
        assertThat(commit(event("e-3").request("r-1")).get(0).duplicate())
                .as("a repetition of what was forgotten")
                .isFalse();
        assertThat(commit(event("late-2").request("r-2")).get(0).duplicate())
                .as("a repetition of one whose event is not due yet")
                .isTrue();
    }

    @Requirement(id = "LEDGER-9", text = "A turn is taken once in its time, each chore for itself.")
    final void takesTurns() {
        assertThat(store().takeTurn("one", LONG)).as("the first").isTrue();
        assertThat(store().takeTurn("one", LONG)).as("the second").isFalse();
        assertThat(store().takeTurn("other", Duration.ofMillis(1)))
                .as("another's")
                .isTrue();
        await("the time is over", () -> store().takeTurn("other", Duration.ofMillis(1)));
    }

    private void acknowledge(Instant at) {
        OutboxStore keeping = store().keepingDeliveries(() -> at);
        keeping.delivered(acknowledged());
        assertThat(waiting()).as("what waits").isEmpty();
    }

    private List<Acknowledged> acknowledged() {
        List<Acknowledged> all = new ArrayList<>();
        for (Lane lane : lanes()) {
            all.add(new Acknowledged(lane, store().read(lane, 0, 1_000)));
        }
        return all;
    }

    private static DeliveryWindow all(String tenant) {
        return new DeliveryWindow(TenantId.of(tenant), "erp", Instant.EPOCH, Instant.parse("2100-01-01T00:00:00Z"));
    }
}
